// The cluster as a picture: a card for each node, from the origins outwards, and a line for each pull.

import { h, s, byId } from './dom.js'
import { bits, count, number, share } from './format.js'
import { rate } from './model.js'

const box = byId('cluster')
let shown = { tiers: [], links: [] }

/** @param drain called with the id of a node that is to drain */
export function showCluster(picture, selected, select, drain) {
  shown = picture
  const lines = s('svg', { class: 'links', 'aria-hidden': 'true' })
  box.replaceChildren(
    lines,
    ...picture.tiers.map(tier =>
      h('div', { class: 'tier' },
        h('h3', {}, tier[0].depth === 0 ? 'Origins' : tier[0].depth === 1 ? 'Edges' : `Edges, hop ${tier[0].depth}`),
        h('div', { class: 'cards' }, ...tier.map(node => card(node, node.id === selected, select, drain))))))
  draw(lines)
}

function card(node, selected, select, drain) {
  const state = !node.answered ? 'silent' : node.draining ? 'draining' : 'well'
  const sent = node.owned.concat(node.pulled)
    .reduce((all, stream) => all + rate(stream) * (stream.nodes.find(place => place.node === node.id)?.players ?? 0), 0)
  return h('article', { class: `card ${node.role} ${state}`, 'data-node': node.id, 'data-key': `node ${node.id}` },
    h('button', {
      class: 'name', title: `Clients of ${node.id}`, 'aria-pressed': selected,
      onclick: () => select(selected ? '' : node.id)
    }, node.id),
    h('p', { class: 'where' }, [node.role, node.zone].filter(Boolean).join(' · ')),
    node.answered
      ? h('dl', {},
        ...fact('viewers', number(node.players)),
        ...fact('publishers', number(node.publishers)),
        ...fact(node.role === 'origin' ? 'owns' : 'pulls', count((node.role === 'origin' ? node.owned : node.pulled).length, 'stream')),
        ...fact('to viewers', bits(sent)))
      : h('p', { class: 'problem' }, 'does not answer'),
    h('p', { class: 'load' },
      h('meter', { min: 0, max: 1, high: 0.9, value: node.load, 'aria-label': 'load' }), ` load ${share(node.load)}`),
    node.draining
      ? h('p', { class: 'badge' }, 'draining')
      : h('button', { class: 'drain', onclick: () => drain(node.id) }, 'Drain'))
}

const fact = (name, value) => [h('dt', {}, name), h('dd', {}, value)]

// ---- lines -----------------------------------------------------------------------------------------------------

new ResizeObserver(() => {
  const lines = box.querySelector('svg.links')
  if (lines) draw(lines)
}).observe(box)

function draw(lines) {
  const area = box.getBoundingClientRect()
  lines.setAttribute('viewBox', `0 0 ${area.width} ${area.height}`)
  const across = getComputedStyle(box).flexDirection === 'row'
  const cards = new Map([...box.querySelectorAll('.card')].map(element => [element.dataset.node, element]))
  lines.replaceChildren(...shown.links.flatMap(link => {
    const from = cards.get(link.from)
    const to = cards.get(link.to)
    return from && to ? line(link, place(from, area), place(to, area), across) : []
  }))
}

function place(element, area) {
  const at = element.getBoundingClientRect()
  return {
    left: at.left - area.left, right: at.right - area.left, top: at.top - area.top, bottom: at.bottom - area.top,
    x: at.left - area.left + at.width / 2, y: at.top - area.top + at.height / 2
  }
}

function line(link, from, to, across) {
  const sideways = across && to.left > from.right
  const a = sideways ? [from.right, from.y] : [from.x, from.bottom]
  const b = sideways ? [to.left, to.y] : [to.x, to.top]
  const bend = sideways ? (b[0] - a[0]) / 2 : (b[1] - a[1]) / 2
  const c = sideways ? [a[0] + bend, a[1], b[0] - bend, b[1]] : [a[0], a[1] + bend, b[0], b[1] - bend]
  const width = Math.min(8, 1.5 + Math.log2(1 + link.bits / 1e6))
  const label = link.bits > 0 ? bits(link.bits) : count(link.streams, 'pull')
  const [x, y] = [0, 1].map(axis => along(LABEL_AT, a[axis], c[axis], c[axis + 2], b[axis]))
  return [
    s('path', {
      class: link.live === link.streams ? 'link live' : 'link waiting', 'stroke-width': width,
      d: `M${a} C${c[0]},${c[1]} ${c[2]},${c[3]} ${b}`
    }),
    s('text', { x, y: y + 4, class: 'rate' }, label)
  ]
}

/** Where the rate stands on its line: nearer to who pulls, where the lines of one parent have parted. */
const LABEL_AT = 0.68

/** A point on a curve (Bézier, cubic), one axis at a time. */
const along = (t, a, b, c, d) =>
  a * (1 - t) ** 3 + 3 * b * t * (1 - t) ** 2 + 3 * c * t ** 2 * (1 - t) + d * t ** 3
