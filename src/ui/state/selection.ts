import { ask } from './engine.ts'
import { goTo, replace } from './navigation.ts'
import { notice } from './notices.ts'

/** Show an SV in the inspector. */
export function selectSv(address: string): void {
  replace({ selected: address })
}

/** Open the page of an SV, named by address, root or symbol. */
export function openSv(word: string): void {
  goTo({ view: 'sv', sv: word })
}

export function openIdentify(word: string): void {
  goTo({ view: 'identify', sv: word })
}

/** One step towards the roots: the page of the first that holds an SV. */
export async function openHolder(address: string): Promise<void> {
  const result = await ask((api, job) => api.inrefs(job, address, 0, MOST_LOOKED_AT))
  if (!result.ok) return notice(result.error.message)
  const holders = result.value.rows.filter(({ sv }) => sv !== null)
  const holder = holders.find(({ strength }) => strength === 'strong') ?? holders[0]
  if (holder?.sv) openSv(holder.sv.address)
  else notice(`Nothing in the dump holds ${address}`)
}

const MOST_LOOKED_AT = 64
