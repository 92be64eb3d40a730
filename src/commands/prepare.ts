import type { Analyses } from '../analyses/analyses.ts'
import type { Slice } from '../base/slice.ts'
import { sharedStrings } from './strtab.ts'

/** Work out what commands look at that ask all of a heap, before someone types one and waits. O(SVs + pointers). */
export async function prepareCommands(analyses: Analyses, slice: Slice): Promise<void> {
  await analyses.structureSizes(slice)
  await analyses.packedStrings(slice)
  await analyses.packedNumbers(slice)
  await analyses.keySets(slice)
  await sharedStrings(analyses, slice)
  await analyses.danglingSvs(slice)
}
