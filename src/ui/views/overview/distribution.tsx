import type { VNode } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { formatBytes } from '../../../base/format-bytes.ts'
import type { Overview } from '../../../query/protocol.ts'
import { Choice } from '../../parts/choice.tsx'
import { groupDigits } from '../../parts/format.ts'

type Bins = Overview['sizeBins']
export type Measure = 'count' | 'bytes'

/** SVs by size, as a picture, and as a table for who cannot see it or where it cannot be drawn. */
export function Distribution({ bins }: { readonly bins: Bins }): VNode | null {
  const [measure, setMeasure] = useState<Measure>('bytes')
  const [isDrawn, setDrawn] = useState(true)
  if (bins.every(({ count }) => count === 0)) return null
  return (
    <section class="distribution" aria-label="SVs by size">
      <div class="distribution-head">
        <h2>SVs by size</h2>
        <Choice
          label="What the bars show"
          words={[
            ['bytes', 'bytes'],
            ['count', 'SVs'],
          ]}
          value={measure}
          onChange={setMeasure}
        />
      </div>
      {isDrawn && <Chart bins={bins} measure={measure} onFailed={() => setDrawn(false)} />}
      <details open={!isDrawn}>
        <summary>As a table</summary>
        <BinTable bins={bins} />
      </details>
    </section>
  )
}

interface ChartProps {
  readonly bins: Bins
  readonly measure: Measure
  readonly onFailed: () => void
}

/** uPlot is large, and some browsers fail as it loads; so it is loaded apart, and may be missing. */
export const loadChart = () => import('./chart.ts')

function Chart({ bins, measure, onFailed }: ChartProps): VNode {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const element = place.current
    if (!element) return
    let end = () => {}
    let isGone = false
    const draw = async () => {
      try {
        const { drawBins } = await loadChart()
        if (!isGone) end = drawBins(element, bins, measure)
      } catch {
        onFailed()
      }
    }
    void draw()
    return () => {
      isGone = true
      end()
    }
  }, [bins, measure])
  return <div ref={place} class="chart" role="img" aria-label={inWords(bins, measure)} />
}

/** `Most bytes, 24.9 MiB, are in SVs of 16.0 MiB to 32.0 MiB; ...` */
function inWords(bins: Bins, measure: Measure): string {
  const most = bins.reduce((best, bin, i) => (bin[measure] > bins[best][measure] ? i : best), 0)
  const [low, high] = edges(most)
  const amount = measure === 'bytes' ? formatBytes(bins[most].bytes) : `${groupDigits(bins[most].count)} SVs`
  return `Bar chart of SVs by their size: the most, ${amount}, are of ${low} up to ${high}. The table below has all bars.`
}

function edges(bin: number): readonly [low: string, high: string] {
  return [formatBytes(2 ** bin), formatBytes(2 ** (bin + 1))]
}

function BinTable({ bins }: { readonly bins: Bins }): VNode {
  const first = bins.findIndex(({ count }) => count > 0)
  const last = bins.findLastIndex(({ count }) => count > 0)
  return (
    <table class="bins">
      <thead>
        <tr>
          <th scope="col">SV size from</th>
          <th scope="col">SVs</th>
          <th scope="col">bytes</th>
        </tr>
      </thead>
      <tbody>
        {bins.slice(first, last + 1).map(({ count, bytes }, i) => (
          <tr key={i}>
            <th scope="row">{edges(first + i)[0]}</th>
            <td>{groupDigits(count)}</td>
            <td>{formatBytes(bytes)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
