// Plays, and goes on trying for as long as the page is open.

import { embedded, media, name, page, via } from './address.js'
import { showFigures } from './figures.js'
import { Watch } from './watch.js'
import { candidates, names, player } from './ways.js'

const EVERY_MS = 500
/** A key frame may be some seconds away, and plain HLS begins with three segments. */
const START_MS = 20_000
/** An edge holds its players while another origin takes a stream over: less would tear them out. */
const STALL_MS = 15_000
const STUCK_MS = 1_000
const AGAIN_MS = [500, 1000, 2000, 4000]
const AWAY_MS = 5_000

const byId = id => document.getElementById(id)
const video = byId('video')
const watch = new Watch(video)
const ways = candidates(via)

/** What there is to know, for programs: read only. */
const status = {
  stream: name, via: '', state: 'starting', problem: '', starts: 0, frames: 0, dropped: 0, stalls: 0, stalledMs: 0,
  latencyMs: null, latencyBy: null, width: 0, height: 0, bitsPerSecond: null
}
window.headwater = status

let current = null
let turn = 0
let failures = 0

async function start() {
  const via = ways[turn % ways.length]
  say('starting', status.problem)
  status.via = via
  status.starts++
  const mine = await player(via).catch(problem => {
    failed(null, problem.message)
    return null
  })
  if (!mine) return
  current = mine
  watch.anew()
  showWays()
  mine.attach(video, { failed: (problem, code) => failed(mine, problem, code) })
  play()
}

/** Most browsers let nothing be heard before the viewer has touched the page. */
async function play() {
  try {
    await video.play()
  } catch (problem) {
    if (problem.name !== 'NotAllowedError' || video.muted) return
    video.muted = true
    byId('unmute').hidden = false
    video.play().catch(() => {}) // then the viewer presses the button of the element
  }
}

/**
 * The way that has played is tried again first, then the others, and so round.
 *
 * @param problem for people; empty if the player knows none
 * @param code that the node answered with, if the player knows it
 */
async function failed(mine, problem, code) {
  if (mine !== current) return
  const played = watch.started
  current?.stop()
  current = null
  failures = played ? 0 : failures + 1
  if (!played) turn++
  const pause = AGAIN_MS[Math.min(Math.floor(failures / ways.length), AGAIN_MS.length - 1)]
  say('waiting', problem || await reason(played, code))
  setTimeout(start, pause * (0.75 + Math.random() / 2))
}

/** How the node answers, where the player does not tell. Whether a stream is live, or has room, it would tell to nobody who does not play. */
async function reason(played, code) {
  try {
    const status = code || (await fetch(media('.flv'), { method: 'HEAD', cache: 'no-store', signal: AbortSignal.timeout(AWAY_MS) })).status
    if (status === 401 || status === 403) return 'You are not allowed to watch this.'
    if (status === 429 || status === 503) return 'There is no room for further viewers just now.'
    return played ? 'The stream is over, or was cut off. It goes on by itself.' : 'Nobody is live here now. It starts by itself.'
  } catch {
    return 'The server does not answer.'
  }
}

function look() {
  const idleMs = watch.idleMs()
  if (current && watch.started && status.state !== 'playing') say('playing', '')
  if (current && idleMs > (watch.started ? STALL_MS : START_MS)) {
    failed(current, '')
  } else if (watch.started && idleMs > STUCK_MS) {
    current?.unstick()
  }
  const latency = current?.latency()
  Object.assign(status, {
    frames: watch.frames,
    dropped: watch.dropped,
    stalls: watch.stalls,
    stalledMs: Math.round(watch.stalledMs),
    latencyMs: latency ? Math.round(latency.ms) : null,
    latencyBy: latency?.by ?? null,
    width: video.videoWidth,
    height: video.videoHeight,
    bitsPerSecond: current?.bitsPerSecond() ?? null
  })
  if (!embedded) showFigures(byId('figures'), status)
}

function say(state, problem) {
  Object.assign(status, { state, problem })
  document.body.classList.toggle('playing', state === 'playing')
  byId('state').textContent = state
  byId('message').textContent = problem
  byId('message').hidden = !problem
}

function showWays() {
  const link = (way, text) => {
    const a = document.createElement('a')
    a.href = page(way)
    a.textContent = text
    if (way === via) a.setAttribute('aria-current', 'page')
    return a
  }
  const chosen = names.find(([way]) => way === status.via)
  byId('ways').replaceChildren(link('', via ? 'Automatic' : `Automatic: ${chosen[1]}`), ...names.map(([way, text]) => link(way, text)))
}

byId('unmute').addEventListener('click', () => {
  video.muted = false
})
video.addEventListener('volumechange', () => {
  if (!video.muted) byId('unmute').hidden = true
})
/** Whoever goes on after a pause wants what is live now. */
video.addEventListener('play', () => current?.toLive())

document.body.classList.toggle('embed', embedded)
document.title = name
byId('name').textContent = name
if (ways.length > 0) {
  start()
  setInterval(look, EVERY_MS)
} else {
  say('stopped', 'This browser plays neither HLS nor FLV.')
}
