// FLV over a WebSocket or over HTTP, by mpegts.js.

import { Rate } from './rate.js'

const LIBRARY = '/play/mpegts.js'
const BEHIND_SECONDS = 0.5

/** Behind what has arrived: at the target the playback rate brings it back without a jump. */
const CONFIG = {
  enableStashBuffer: false,
  liveSync: true,
  liveSyncMaxLatency: 1.2,
  liveSyncTargetLatency: 0.6,
  liveSyncPlaybackRate: 1.1,
  autoCleanupSourceBuffer: true,
  autoCleanupMaxBackwardDuration: 60,
  autoCleanupMinBackwardDuration: 30,
  statisticsInfoReportInterval: 500
}

let library

/** It is no module: it puts itself on the window. */
function load() {
  library ??= new Promise((resolve, reject) => {
    const script = document.createElement('script')
    script.src = LIBRARY
    script.onload = () => {
      window.mpegts.LoggingControl.enableVerbose = false
      resolve(window.mpegts)
    }
    script.onerror = () => {
      library = undefined
      script.remove()
      reject(new Error('mpegts.js was not loaded'))
    }
    document.head.append(script)
  })
  return library
}

export async function playFlv(url) {
  const mpegts = await load()
  const player = mpegts.createPlayer({ type: 'flv', isLive: true, url }, CONFIG)
  const rate = new Rate()
  let video
  const buffered = () => video && video.buffered.length > 0 ? video.buffered.end(video.buffered.length - 1) : 0

  return {
    attach(element, { failed }) {
      video = element
      player.on(mpegts.Events.ERROR, (type, detail, info) => failed(info?.msg || detail || type))
      player.on(mpegts.Events.LOADING_COMPLETE, () => failed('the stream has ended'))
      player.on(mpegts.Events.STATISTICS_INFO, info => rate.add(info.speed * 1024 * CONFIG.statisticsInfoReportInterval / 1000))
      player.attachMediaElement(video)
      player.load()
    },
    stop() {
      player.destroy()
    },
    toLive() {
      const live = buffered() - BEHIND_SECONDS
      if (live > video.currentTime) video.currentTime = live
    },
    latency() {
      const end = buffered()
      return end > 0 ? { ms: Math.max(0, end - video.currentTime) * 1000, by: 'buffer' } : null
    },
    bitsPerSecond: () => rate.bitsPerSecond()
  }
}
