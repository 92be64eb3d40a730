import 'uplot/dist/uPlot.min.css'
import { effect } from '@preact/signals'
import UPlot from 'uplot'
import { formatBytes } from '../../../base/format-bytes.ts'
import type { Overview } from '../../../query/protocol.ts'
import { groupDigits } from '../../parts/format.ts'
import { theme } from '../../state/settings.ts'
import type { Measure } from './distribution.tsx'

const HEIGHT = 180

/** Bars of the bins that hold anything, in the colours of the theme; answers with how to end it. */
export function drawBins(place: HTMLElement, bins: Overview['sizeBins'], measure: Measure): () => void {
  const first = bins.findIndex(({ count }) => count > 0)
  const shown = bins.slice(first, bins.findLastIndex(({ count }) => count > 0) + 1)
  const show = measure === 'bytes' ? short : groupDigits
  let plot: UPlot | null = null

  const draw = () => {
    plot?.destroy()
    const style = getComputedStyle(place)
    const colour = (name: string) => style.getPropertyValue(name).trim()
    const axis = { stroke: style.color, font: '11px system-ui', ticks: { show: false } }
    plot = new UPlot(
      {
        width: place.clientWidth,
        height: HEIGHT,
        legend: { show: false },
        cursor: { show: false },
        scales: {
          x: { time: false, range: [-0.6, shown.length - 0.4] },
          y: { range: (_, _min, max) => [0, max * 1.05] },
        },
        axes: [
          {
            ...axis,
            grid: { show: false },
            splits: () => everyFew(shown.length, place.clientWidth),
            values: (_, splits) => splits.map((bin) => short(2 ** (first + bin))),
          },
          {
            ...axis,
            size: 76,
            grid: { stroke: colour('--chart-line'), width: 1 },
            splits: (_, _axis, _min, max) => (measure === 'bytes' ? binarySteps(max) : evenSteps(max)),
            values: (_, splits) => splits.map(show),
          },
        ],
        series: [
          {},
          {
            fill: colour('--chart-bar'),
            paths: UPlot.paths.bars?.({ size: [0.8, 60] }),
            points: { show: false },
          },
        ],
      },
      [shown.map((_, i) => i), shown.map((bin) => bin[measure])],
      place,
    )
  }
  const size = new ResizeObserver(() => {
    if (place.clientWidth > 0 && plot?.width !== place.clientWidth) draw()
  })
  size.observe(place)
  const dark = matchMedia('(prefers-color-scheme: dark)')
  dark.addEventListener('change', draw)
  const stop = effect(() => {
    void theme.value
    draw()
  })
  return () => {
    stop()
    dark.removeEventListener('change', draw)
    size.disconnect()
    plot?.destroy()
  }
}

const LABEL_WIDTH = 52

/** As many labels as have room. */
function everyFew(count: number, width: number): number[] {
  const step = Math.max(1, Math.ceil((count * LABEL_WIDTH) / Math.max(1, width - 76)))
  const splits: number[] = []
  for (let i = 0; i < count; i += step) splits.push(i)
  return splits
}

/** Some four steps, a power of two each: they read well in binary units. */
function binarySteps(max: number): number[] {
  return steps(2 ** Math.ceil(Math.log2(max / 4)), max)
}

/** Some four steps, 1, 2 or 5 times a power of ten each. */
function evenSteps(max: number): number[] {
  const power = 10 ** Math.floor(Math.log10(max / 4))
  const step = [1, 2, 5, 10].map((times) => times * power).find((one) => one * 4 >= max) ?? max
  return steps(Math.max(1, step), max)
}

function steps(step: number, max: number): number[] {
  return Array.from({ length: Math.floor(max / step) + 1 }, (_, i) => i * step)
}

/** `16 KiB`: powers of two need no decimals. */
function short(bytes: number): string {
  return formatBytes(bytes).replace('.0', '').replace(' bytes', ' B')
}
