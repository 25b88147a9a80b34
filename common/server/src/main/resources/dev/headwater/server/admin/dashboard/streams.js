// The table of the streams.

import { h, byId } from './dom.js'
import { bits, codec, count, number, since } from './format.js'
import { rate } from './model.js'
import { refreshStills, still } from './stills.js'

const HEADS = ['Stream', 'Picture', 'Sound', 'Bit rate', 'Viewers', 'Dropped', 'From', 'Pulled by', 'For', '']
const FIGURES = new Set(['Bit rate', 'Viewers', 'Dropped'])

/**
 * @param page tells where a stream can be watched; null if nowhere
 * @param kick called with the {@code app/name} of a stream whose publisher is to go
 */
export function showStreams(streams, total, selected, select, page, kick) {
  byId('streams-count').textContent = total > streams.length ? `${streams.length} of ${number(total)}` : number(total)
  byId('streams').replaceChildren(
    streams.length === 0
      ? h('p', { class: 'empty' }, 'Nobody publishes now.')
      : h('table', {},
        h('thead', {}, h('tr', {}, ...HEADS.map(head => h('th', { scope: 'col', class: FIGURES.has(head) ? 'figure' : null }, head)))),
        h('tbody', {}, ...streams.map(stream => row(stream, selected, select, page(stream), kick)))))
  refreshStills()
}

function row(stream, selected, select, page, kick) {
  const key = `${stream.app}/${stream.name}`
  const pulls = stream.nodes.filter(place => place.pull)
  return h('tr', { 'data-stream': key, 'data-key': `stream ${key}` },
    h('th', { scope: 'row' }, h('button', {
      class: 'name', title: `Clients of ${key}`, 'aria-pressed': key === selected,
      onclick: () => select(key === selected ? '' : key)
    }, key)),
    h('td', {}, still(key), picture(stream)),
    h('td', {}, sound(stream)),
    h('td', { class: 'figure' }, rate(stream) > 0 ? bits(rate(stream)) : '-'),
    h('td', { class: 'figure' }, number(stream.players)),
    h('td', { class: stream.dropped_frames > 0 ? 'figure problem' : 'figure' }, number(stream.dropped_frames ?? 0)),
    h('td', {}, stream.origin, stream.publisher && stream.publisher.node !== stream.origin
      ? h('small', {}, ` via ${stream.publisher.node}`) : null),
    h('td', { title: pulls.map(place => `${place.node}: ${place.pull}`).join('\n') },
      pulls.length <= 3 ? pulls.map(place => place.node).join(', ') || '-' : count(pulls.length, 'node')),
    h('td', {}, since(stream.started_at)),
    h('td', {},
      page && h('a', { class: 'watch', href: page, target: '_blank', rel: 'noreferrer' }, 'Watch'),
      h('button', { class: 'kick', onclick: () => kick(key, stream) }, 'Kick')))
}

function picture(stream) {
  const video = stream.video
  if (!video) return '-'
  const size = video.width ? ` ${video.width}×${video.height}` : ''
  const pace = video.fps ? ` ${Number(video.fps.toFixed(1))} fps` : ''
  const group = video.gop_ms ? h('small', {}, ` GOP ${(video.gop_ms / 1000).toFixed(1)} s`) : null
  const text = h('span', {}, codec(video.codec) + size + pace)
  if (group) text.append(group)
  return text
}

function sound(stream) {
  const audio = stream.audio
  if (!audio) return '-'
  const details = [audio.sample_rate && `${audio.sample_rate / 1000} kHz`, audio.channels && `${audio.channels} ch`]
  return [codec(audio.codec), ...details.filter(Boolean)].join(' ')
}
