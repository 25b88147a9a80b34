// What the API tells of nodes and streams, put together as a picture: who has what from whom.

/**
 * @param nodes and streams as the API lists them
 * @returns tiers of nodes from the origins outwards, the links between them, and totals
 */
export function picture(nodes, streams) {
  const byId = new Map(nodes.map(node => [node.id, { ...node, owned: [], pulled: [], depth: depth(node) }]))
  const links = new Map()
  for (const stream of streams) {
    byId.get(stream.origin)?.owned.push(stream)
    for (const place of stream.nodes.filter(place => place.pull)) {
      const node = byId.get(place.node)
      const parent = place.via ?? stream.origin
      if (!node || parent === place.node) continue
      node.pulled.push(stream)
      link(links, parent, place.node, stream, place.pull === 'live')
    }
  }
  deepen(byId, links)
  return { tiers: tiers([...byId.values()]), links: [...links.values()] }
}

const depth = node => (node.role === 'origin' ? 0 : 1)

function link(links, from, to, stream, live) {
  const key = `${from} ${to}`
  const known = links.get(key) ?? { from, to, streams: 0, live: 0, bits: 0 }
  known.streams++
  known.live += live ? 1 : 0
  known.bits += live ? rate(stream) : 0
  links.set(key, known)
}

/** An edge stands behind the one that it pulls from; two that pull from each other stop it. */
function deepen(byId, links) {
  for (let round = 0; round < byId.size; round++) {
    let moved = false
    for (const { from, to } of links.values()) {
      const parent = byId.get(from)
      const node = byId.get(to)
      if (parent?.role === 'edge' && node.role === 'edge' && node.depth <= parent.depth && parent.depth < 8) {
        node.depth = parent.depth + 1
        moved = true
      }
    }
    if (!moved) return
  }
}

function tiers(nodes) {
  const all = []
  for (const node of nodes) (all[node.depth] ??= []).push(node)
  return all.filter(Boolean)
}

/** The player page of a stream, at a node that plays it already if there is one; null if no node of its has a port for that. */
export function playerPage(stream, nodes) {
  const pulls = stream.nodes.filter(place => place.pull === 'live').map(place => place.node)
  const node = [...pulls, stream.origin].map(id => nodes.find(node => node.id === id)).find(node => node?.http_port > 0)
  if (!node) return null
  const host = node.public_host.includes(':') ? `[${node.public_host}]` : node.public_host
  return `http://${host}:${node.http_port}/play/${[...stream.app.split('/'), stream.name].map(encodeURIComponent).join('/')}`
}

/** Bits a second that come into a stream; 0 while they are not known. */
export const rate = stream => (stream.video?.bits_per_second ?? 0) + (stream.audio?.bits_per_second ?? 0)

/** @param answer with the streams, or as many as one answer holds, and how many there are */
export function totals(nodes, answer) {
  const streams = answer.streams
  const sum = (list, of) => list.reduce((all, item) => all + (of(item) ?? 0), 0)
  return {
    nodes: nodes.length,
    streams: answer.total,
    viewers: sum(nodes, node => node.players),
    publishers: sum(nodes, node => node.publishers),
    ingest: sum(streams, rate),
    delivered: sum(streams, stream => rate(stream) * stream.players)
  }
}
