// The ways to play, and which of them this browser can. Each loads its library when it is wanted, and not before.

import { media } from './address.js'
import { playFlv } from './flv.js'
import { playHls, playNatively } from './hls.js'

const hasMse = 'MediaSource' in window
/** An iPhone's Safari has this alone, and its own HLS is better there: full screen, AirPlay, the battery. */
const hasHls = document.createElement('video').canPlayType('application/vnd.apple.mpegurl') !== ''
const play = hasMse ? playHls : playNatively

const WAYS = {
  'll-hls': { name: 'LL-HLS', can: hasMse || hasHls, play: () => play(media('.m3u8'), true) },
  'ws-flv': { name: 'WebSocket-FLV', can: hasMse, play: () => playFlv(media('.flv').replace(/^http/, 'ws')) },
  'hls': { name: 'HLS', can: hasMse || hasHls, play: () => play(media('.m3u8', 'low-latency=no'), false) },
  'http-flv': { name: 'HTTP-FLV', can: hasMse, play: () => playFlv(media('.flv')) }
}

/** What is tried where nothing else was asked for. What keeps LL-HLS from playing mostly keeps HLS too: it comes last, for slow lines. */
const CHOICE = ['ll-hls', 'ws-flv', 'hls']

export const names = Object.entries(WAYS).filter(([, way]) => way.can).map(([via, way]) => [via, way.name])

/** In the order in which to try them; none if this browser cannot. */
export function candidates(wanted) {
  return (Object.hasOwn(WAYS, wanted) ? [wanted] : CHOICE).filter(via => WAYS[via].can)
}

/**
 * Makes a player of a way: `attach(video, events)`, where `events.failed(text, code)` is called when it has given up, with a text if it knows one
 * for people, and the HTTP status if it knows that; `stop()`; `toLive()` leaves out what was missed; `unstick()` is called while nothing moves; `latency()` in ms with what it is
 * measured by, or null; `bitsPerSecond()` of the last seconds.
 */
export const player = via => WAYS[via].play()
