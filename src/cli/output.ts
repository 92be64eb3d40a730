import type { Writable } from 'node:stream'

/** How much text is put together before it is written. */
const CHUNK_CHARS = 1 << 16

/** Text on its way to a stream, in few large writes, never faster than it is taken. */
export class Output {
  readonly #stream: Writable
  #text = ''

  constructor(stream: Writable) {
    this.#stream = stream
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(0) // nobody reads on: `| head` does that
      throw error
    })
  }

  async write(text: string): Promise<void> {
    this.#text += text
    if (this.#text.length >= CHUNK_CHARS) await this.#flush()
  }

  async writeBytes(bytes: Uint8Array): Promise<void> {
    await this.#flush()
    await this.#send(bytes)
  }

  /** Write what is left. */
  end(): Promise<void> {
    return this.#flush()
  }

  async #flush(): Promise<void> {
    const text = this.#text
    this.#text = ''
    if (text !== '') await this.#send(text)
  }

  async #send(chunk: string | Uint8Array): Promise<void> {
    if (this.#stream.write(chunk)) return
    await new Promise((resolve) => this.#stream.once('drain', resolve))
  }
}
