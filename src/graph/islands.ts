import type { Slice } from '../base/slice.ts'
import { type Csr, reverse } from './csr.ts'

/**
 * Give each island an edge to every member of its cycle; so far it has one to the member from which the search went on.
 * The new edges lead down the search tree, so the preorder stands. The members are what leads back to that first one:
 * nothing else leads to a source. O(nodes + edges) of the lost part.
 *
 * @param graph positions -> positions
 * @param lostStart first position of the part that nothing holds; its edges stay in it
 * @param isIsland whether there is an island at a position
 */
export async function connectIslands(
  { offsets, targets }: Csr,
  lostStart: number,
  isIsland: (position: number) => boolean,
  slice: Slice,
): Promise<Csr> {
  const numNodes = offsets.length - 1
  const firstEdge = offsets[lostStart]
  const inrefs = await reverse(
    {
      offsets: offsets.slice(lostStart).map((e) => e - firstEdge),
      targets: targets.slice(firstEdge).map((target) => target - lostStart),
    },
    slice,
  )

  const isMember = new Uint8Array(numNodes - lostStart)
  const members = new Uint32Array(numNodes - lostStart) // island by island
  const memberStarts: number[] = [] // of each island
  let numMembers = 0
  for (let position = lostStart; position < numNodes; position++) {
    if (!isIsland(position)) continue
    memberStarts.push(numMembers)
    isMember[position - lostStart] = 1 // so that the search does not leave by it
    isMember[position + 1 - lostStart] = 1
    let next = numMembers
    members[numMembers++] = position + 1
    while (next < numMembers) {
      const member = members[next++] - lostStart
      for (let e = inrefs.offsets[member], end = inrefs.offsets[member + 1]; e < end; e++) {
        const source = inrefs.targets[e]
        if (isMember[source] === 1) continue
        isMember[source] = 1
        members[numMembers++] = source + lostStart
      }
    }
  }
  memberStarts.push(numMembers)

  const numIslands = memberStarts.length - 1
  const connected = { offsets: offsets.slice(), targets: new Uint32Array(targets.length + numMembers - numIslands) }
  connected.targets.set(targets.subarray(0, firstEdge))
  let island = 0
  let numEdges = firstEdge
  for (let position = lostStart; position < numNodes; position++) {
    const edges = isIsland(position)
      ? members.subarray(memberStarts[island], memberStarts[++island])
      : targets.subarray(offsets[position], offsets[position + 1])
    connected.targets.set(edges, numEdges)
    numEdges += edges.length
    connected.offsets[position + 1] = numEdges
  }
  return connected
}
