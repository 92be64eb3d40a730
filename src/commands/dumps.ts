import type { Analyses } from '../analyses/analyses.ts'
import type { Session } from './command.ts'

/**
 * The dumps that a command over several is about: those that were named, with the open one before them if it is not among
 * them. Like the scripts such a command takes them in the order given.
 */
export async function namedDumps(session: Session, names: readonly string[]): Promise<Analyses[]> {
  const { analyses } = session
  const named: Analyses[] = []
  for (const name of names) named.push(await session.openDump(name))
  const { fingerprint } = analyses.heap.data
  return named.some(({ heap }) => heap.data.fingerprint === fingerprint) ? named : [analyses, ...named]
}
