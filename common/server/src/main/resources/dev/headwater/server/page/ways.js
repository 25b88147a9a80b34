// The ways to play, and which of them this browser can. Each loads its library when it is wanted, and not before.

import { media } from './address.js'
import { playFlv } from './flv.js'
import { playHls, playNatively } from './hls.js'

const hasMse = 'MediaSource' in window
/** An iPhone's Safari has this alone, and its own HLS is better there: full screen, AirPlay, the battery. */
const hasHls = document.createElement('video').canPlayType('application/vnd.apple.mpegurl') !== ''
const hls = lowLatency => (hasMse ? playHls : playNatively)(media('.m3u8'), lowLatency)

const WAYS = {
  'll-hls': { name: 'LL-HLS', can: hasMse || hasHls, play: () => hls(true) },
  'ws-flv': { name: 'WebSocket-FLV', can: hasMse, play: () => playFlv(media('.flv').replace(/^http/, 'ws')) },
  'hls': { name: 'HLS', can: hasMse || hasHls, play: () => hls(false) },
  'http-flv': { name: 'HTTP-FLV', can: hasMse, play: () => playFlv(media('.flv')) }
}

/** What is tried where nothing else was asked for: seldom more than a second or two late, and through every proxy at last. */
const CHOICE = ['ll-hls', 'ws-flv', 'hls']

export const names = Object.entries(WAYS).filter(([, way]) => way.can).map(([via, way]) => [via, way.name])

/** In the order in which to try them; none if this browser cannot. */
export function candidates(wanted) {
  return (wanted in WAYS ? [wanted] : CHOICE).filter(via => WAYS[via].can)
}

/**
 * Makes a player of a way: `attach(video, events)`, where `events.failed(text)` is called when it has given up, with a text if it knows one
 * for people; `stop()`; `toLive()` leaves out what was missed; `unstick()` is called while nothing moves; `latency()` in ms with what it is
 * measured by, or null; `bitsPerSecond()` of the last seconds.
 */
export const player = via => WAYS[via].play()
