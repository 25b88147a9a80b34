// Asks the node again and again, and shows what it says.

import { get, part, streamPart, post } from './api.js'
import { confirm, signIn } from './ask.js'
import { refreshCharts } from './charts.js'
import { showClients } from './clients.js'
import { showCluster } from './cluster.js'
import { byId, h, redraw } from './dom.js'
import { bits, count, number } from './format.js'
import { picture, playerPage, totals } from './model.js'
import { showStreams } from './streams.js'

const EVERY_MS = 3_000
const CHARTS_EVERY_MS = 10_000

let choice = { node: '', stream: '', after: '' }
let chartsAt = 0
let timer = 0

async function refresh() {
  clearTimeout(timer)
  try {
    const [nodes, streams, clients] = await Promise.all([get('nodes'), get('streams'), chosenClients()])
    const marking = !getSelection().isCollapsed // to copy it
    if (!marking) redraw(() => show(nodes, streams, clients))
    if (Date.now() - chartsAt >= CHARTS_EVERY_MS) {
      chartsAt = Date.now()
      await refreshCharts(nodes.nodes.map(node => node.id))
    }
    said(marking ? 'held while text is marked' : `live · ${new Date().toLocaleTimeString()}`, 'well')
  } catch (problem) {
    said(problem.message, 'problem')
    if (problem.status === 401 || problem.status === 429) {
      signIn(problem.message, refresh)
      return
    }
  }
  clearTimeout(timer) // of another that went on meanwhile
  if (!document.hidden) timer = setTimeout(refresh, EVERY_MS)
}

/** Of a chosen node that is gone or silent there are none: everything else is shown all the same. */
async function chosenClients() {
  const { node } = choice
  const parameters = new URLSearchParams(Object.entries(choice).filter(([, value]) => value))
  try {
    return await get(`clients?${parameters}`)
  } catch (problem) {
    if (!node || (problem.status !== 404 && problem.status !== 503)) throw problem
    return { clients: [], total: 0, unanswered: [node] }
  }
}

function show(nodes, streams, clients) {
  const unanswered = [...new Set([...nodes.unanswered, ...streams.unanswered, ...clients.unanswered])]
  byId('notice').hidden = unanswered.length === 0
  byId('notice').textContent = `${unanswered.join(', ')} did not answer: what is there is missing below.`
  showTotals(totals(nodes.nodes, streams))
  showCluster(picture(nodes.nodes, streams.streams), choice.node, node => choose({ ...choice, node, after: '' }), drain)
  showStreams(streams.streams, streams.total, choice.stream, stream => choose({ ...choice, stream, after: '' }),
    stream => playerPage(stream, nodes.nodes), kickPublisher)
  showClients(clients, choice, choose, kickClient)
}

function showTotals(all) {
  const tiles = [
    [number(all.viewers), all.viewers === 1 ? 'viewer' : 'viewers'],
    [number(all.streams), all.streams === 1 ? 'stream' : 'streams'],
    [number(all.nodes), all.nodes === 1 ? 'node' : 'nodes'],
    [bits(all.ingest), 'come in'],
    [bits(all.delivered), 'go to viewers']
  ]
  byId('totals').replaceChildren(...tiles.map(([value, name]) => h('p', {}, h('strong', {}, value), h('span', {}, name))))
}

function said(text, kind) {
  byId('state').textContent = text
  byId('state').className = kind
}

function choose(another) {
  choice = another
  refresh()
}

// ---- what the operator does ------------------------------------------------------------------------------------

function act(path) {
  return async () => {
    await post(path)
    refresh()
  }
}

function drain(node) {
  confirm(`Drain ${node}?`, 'It takes no further publishers, moves what it has, and then its process ends, as at SIGTERM.',
    'Drain it', act(`nodes/${part(node)}/drain`))
}

function kickPublisher(key, stream) {
  confirm(`Kick the publisher of ${key}?`,
    `${count(stream.players, 'viewer')} will see the end of the stream. An encoder that reconnects by itself is back at once.`,
    'Kick it', act(`streams/${streamPart(key)}/kick`))
}

function kickClient(client) {
  confirm(`Kick ${client.id}?`, `The ${client.kind} at ${client.peer} is told and closed. It may come back.`,
    'Kick it', act(`clients/${part(client.id)}/kick`))
}

document.addEventListener('visibilitychange', () => document.hidden ? clearTimeout(timer) : refresh())
refresh()
