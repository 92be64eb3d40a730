import { type ByteSource, bytesSource } from './byte-source.ts'
import { type FileLike, fileSource } from './file-source.ts'
import { gzipSource, isGzip } from './gzip-source.ts'

/** A source over a picked file, packed or not: its first bytes tell, whatever its name is. Throws a DumpError. */
export async function openFileSource(file: FileLike): Promise<ByteSource> {
  const probe = fileSource(file, 2)
  const magic = await probe.read()
  probe.close()
  return magic && isGzip(magic) ? gzipSource(() => fileSource(file)) : fileSource(file)
}

/** The same over bytes in memory. */
export function openBytesSource(name: string, bytes: Uint8Array<ArrayBuffer>): ByteSource {
  return isGzip(bytes) ? gzipSource(() => bytesSource(name, bytes)) : bytesSource(name, bytes)
}
