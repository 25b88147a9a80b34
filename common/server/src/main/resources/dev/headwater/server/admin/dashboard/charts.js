// The last hour, which the nodes have kept: the page shows all of it at once, and then what comes.

import { get } from './api.js'
import { h, byId } from './dom.js'
import { bits, number, share } from './format.js'

const KEPT_SECONDS = 3600
const COLOURS = ['#1f8fd6', '#e8833a', '#2a9d6f', '#b45ad1', '#d1495b', '#8a9a1f', '#5a6fd1', '#3aa7a7']

const sum = column => nodes => [{ label: 'all nodes', values: time => add(nodes, time, column) }]
const each = column => nodes => [...nodes.keys()].slice(0, COLOURS.length)
  .map(id => ({ label: id, values: time => nodes.get(id).get(time)?.[column] ?? null }))

const CHARTS = [
  { title: 'Viewers', lines: sum('players'), show: number },
  { title: 'Sent to viewers', lines: sum('sent_bits_per_second'), show: bits },
  { title: 'Received from publishers', lines: sum('received_bits_per_second'), show: bits },
  { title: 'Between nodes', lines: sum('relayed_bits_per_second'), show: bits },
  { title: 'Frames dropped a second', lines: sum('dropped_frames_per_second'), show: number },
  { title: 'Processor by node', lines: each('cpu'), show: share }
]

/** What an axis goes up to at least, so that next to nothing looks like it. */
const LEAST = new Map([[number, 4], [bits, 1e6], [share, 0.2]])

/** By node, by time in seconds: what the node had then. */
const history = new Map()
let charts = []

/** Who did not answer last time: what the others have is not asked for again for their sake. */
let silent = new Set()

/** Asks for what is not known yet of these nodes; of one of which nothing is known that is the whole hour. */
export async function refreshCharts(ids) {
  const answering = ids.filter(id => !silent.has(id))
  const since = answering.length > 0 ? Math.min(...answering.map(newest)) : 0
  const answer = await get(`history?since=${since}`)
  silent = new Set(answer.unanswered)
  for (const { node, samples } of answer.nodes) {
    if (newest(node) < since) continue // it answers again: next time all that is missing is asked for
    const known = history.get(node) ?? history.set(node, new Map()).get(node)
    for (const sample of samples) known.set(sample.at, sample)
  }
  forget()
  draw()
}

/** By the node's own clock, which may be ahead of the others'. */
const newest = node => Math.max(0, ...(history.get(node)?.keys() ?? []))

function forget() {
  const oldest = Date.now() / 1000 - KEPT_SECONDS
  for (const [node, samples] of history) {
    for (const at of samples.keys()) if (at < oldest) samples.delete(at)
    if (samples.size === 0) history.delete(node)
  }
}

function add(nodes, time, column) {
  let all = null
  for (const samples of nodes.values()) {
    const sample = samples.get(time)
    if (sample) all = (all ?? 0) + sample[column]
  }
  return all
}

function draw() {
  const times = [...new Set([...history.values()].flatMap(samples => [...samples.keys()]))].sort((a, b) => a - b)
  charts = charts.length > 0 ? charts : CHARTS.map(make)
  CHARTS.forEach((kind, index) => {
    const chart = charts[index]
    const lines = kind.lines(history)
    chart.data.datasets = lines.map(({ label, values }, line) => ({
      label, data: times.map(at => ({ x: at * 1000, y: values(at) })),
      borderColor: COLOURS[line], backgroundColor: COLOURS[line] + '22', fill: lines.length === 1,
      borderWidth: 1.5, pointRadius: 0, pointHitRadius: 12, tension: 0.2, spanGaps: false
    }))
    chart.options.scales.x.min = Date.now() - KEPT_SECONDS * 1000
    chart.options.scales.x.max = Date.now()
    chart.options.plugins.legend.display = lines.length > 1
    chart.update('none')
  })
}

const clock = time => new Date(time).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })

/** The quarters of the hour. */
function quarters(axis) {
  const step = 15 * 60_000
  axis.ticks = []
  for (let at = Math.ceil(axis.min / step) * step; at <= axis.max; at += step) axis.ticks.push({ value: at })
}

function make({ title, show }) {
  const canvas = h('canvas', { role: 'img', 'aria-label': `${title}, the last hour` })
  const figure = h('figure', { class: 'chart' }, h('figcaption', {}, title), h('div', {}, canvas))
  byId('charts').append(figure)
  const { color, borderTopColor: grid } = getComputedStyle(figure)
  return new Chart(canvas, {
    type: 'line',
    data: { datasets: [] },
    options: {
      animation: false, maintainAspectRatio: false, parsing: false, color,
      interaction: { mode: 'nearest', axis: 'x', intersect: false },
      scales: {
        x: { type: 'linear', afterBuildTicks: quarters, ticks: { callback: clock, color }, grid: { display: false } },
        y: {
          beginAtZero: true, suggestedMax: LEAST.get(show), grid: { color: grid },
          ticks: { callback: show, maxTicksLimit: 5, color, precision: show === number ? 0 : undefined }
        }
      },
      plugins: {
        legend: { labels: { boxWidth: 10, color } },
        tooltip: {
          callbacks: {
            title: items => clock(items[0].parsed.x),
            label: item => `${item.dataset.label}: ${show(item.parsed.y)}`
          }
        }
      }
    }
  })
}

// A change between light and dark takes colours anew.
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
  charts.forEach(chart => chart.destroy())
  charts = []
  byId('charts').replaceChildren()
  draw()
})
