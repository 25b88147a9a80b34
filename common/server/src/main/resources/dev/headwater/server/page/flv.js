// FLV over a WebSocket or over HTTP, by mpegts.js.

import { Rate } from './rate.js'

const LIBRARY = '/play/mpegts.js'
const BEHIND_SECONDS = 0.8
const UNDECODABLE = 'This browser does not decode the stream.'

/** Behind what has arrived: at the target the playback rate brings it back without a jump. */
const CONFIG = {
  enableStashBuffer: false,
  liveSync: true,
  liveSyncMaxLatency: 1.2,
  liveSyncTargetLatency: BEHIND_SECONDS,
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
      player.on(mpegts.Events.ERROR, (type, details, { code }) => failed(
        type === mpegts.ErrorTypes.MEDIA_ERROR ? UNDECODABLE : '',
        details === mpegts.ErrorDetails.NETWORK_STATUS_CODE_INVALID ? code : undefined
      ))
      player.on(mpegts.Events.LOADING_COMPLETE, () => failed(''))
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
    /** A hole in the time line, as after another picture size: browsers do not step over it by themselves. */
    unstick() {
      const { buffered } = video
      const last = buffered.length - 1
      if (last >= 0 && buffered.end(last) - video.currentTime > BEHIND_SECONDS) {
        video.currentTime = Math.max(buffered.start(last), buffered.end(last) - BEHIND_SECONDS)
      }
    },
    latency() {
      const end = buffered()
      return end > 0 ? { ms: Math.max(0, end - video.currentTime) * 1000, by: 'buffer' } : null
    },
    bitsPerSecond: () => rate.bitsPerSecond()
  }
}
