// The table of the clients: of all, of a node or of a stream, page by page.

import { h, byId } from './dom.js'
import { bytes, number, since } from './format.js'

const HEADS = ['Client', 'Does', 'Stream', 'Address', 'Program', 'Bytes', 'Dropped', 'For', '']
const FIGURES = new Set(['Bytes', 'Dropped'])

/**
 * @param choice what is shown: {@code node}, {@code stream}, and in {@code after} where the page begins
 * @param choose called with another choice
 * @param kick called with a client that is to go
 */
export function showClients(answer, choice, choose, kick) {
  byId('clients-count').textContent = number(answer.total)
  byId('clients-choice').replaceChildren(
    ...['node', 'stream'].filter(of => choice[of]).map(of => h('button', {
      class: 'chosen', title: 'Show all', onclick: () => choose({ ...choice, [of]: '', after: '' })
    }, `${of} ${choice[of]} ×`)),
    choice.after ? h('button', { onclick: () => choose({ ...choice, after: '' }) }, 'First page') : '',
    answer.next ? h('button', { onclick: () => choose({ ...choice, after: answer.next }) }, 'Next page') : '')
  byId('clients').replaceChildren(
    answer.clients.length === 0
      ? h('p', { class: 'empty' }, 'Nobody is connected.')
      : h('table', {},
        h('thead', {}, h('tr', {}, ...HEADS.map(head => h('th', { scope: 'col', class: FIGURES.has(head) ? 'figure' : null }, head)))),
        h('tbody', {}, ...answer.clients.map(client => row(client, kick)))))
}

function row(client, kick) {
  const all = of => client.streams.reduce((sum, use) => sum + (use[of] ?? 0), 0)
  return h('tr', { 'data-client': client.id, 'data-key': `client ${client.id}` },
    h('th', { scope: 'row' }, client.id),
    h('td', {}, h('span', { class: `kind ${client.kind}` }, client.kind), client.slowed ? h('small', {}, ' slowed') : null),
    h('td', {}, client.streams.map(use => use.stream).join(', ') || '-'),
    h('td', {}, client.peer),
    h('td', { class: 'program', title: client.software ?? '' }, client.software || '-'),
    h('td', { class: 'figure' }, bytes(all('bytes'))),
    h('td', { class: all('dropped_frames') > 0 ? 'figure problem' : 'figure' }, number(all('dropped_frames'))),
    h('td', {}, since(client.since)),
    h('td', {}, h('button', { class: 'kick', onclick: () => kick(client) }, 'Kick')))
}
