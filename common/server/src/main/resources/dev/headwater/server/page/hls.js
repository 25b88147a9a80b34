// HLS and low-latency HLS: by hls.js, or by the browser itself.

import { Rate } from './rate.js'

const RECOVER_AT_MOST_EVERY_MS = 5_000

/** Of hls.js. */
const UNDECODABLE = new Set(['manifestIncompatibleCodecsError', 'bufferIncompatibleCodecsError', 'bufferAddCodecError'])

const byClock = date => date && Number.isFinite(date.getTime()) ? { ms: Math.max(0, Date.now() - date.getTime()), by: 'clock' } : null

export async function playHls(url, lowLatency) {
  const { default: Hls } = await import('./hls.mjs')
  const hls = new Hls({
    enableWorker: false, // it would be made of a text, which the policy of the page forbids
    lowLatencyMode: lowLatency,
    maxLiveSyncPlaybackRate: 1.1,
    backBufferLength: 30
  })
  const rate = new Rate()
  let video
  let recoveredAt = -RECOVER_AT_MOST_EVERY_MS

  return {
    attach(element, { failed }) {
      video = element
      hls.on(Hls.Events.FRAG_BUFFERED, (event, { stats }) => rate.add(stats.loaded))
      hls.on(Hls.Events.ERROR, (event, error) => {
        if (!error.fatal) return
        const now = performance.now()
        if (error.type === Hls.ErrorTypes.MEDIA_ERROR && now - recoveredAt > RECOVER_AT_MOST_EVERY_MS) {
          recoveredAt = now
          hls.recoverMediaError()
        } else {
          failed(UNDECODABLE.has(error.details) ? 'This browser does not decode the stream.' : '', error.response?.code)
        }
      })
      hls.on(Hls.Events.MEDIA_ENDED, () => failed(''))
      hls.loadSource(url)
      hls.attachMedia(video)
    },
    stop() {
      hls.destroy()
    },
    toLive() {
      if (hls.liveSyncPosition > video.currentTime) video.currentTime = hls.liveSyncPosition
    },
    unstick() {}, // it does so itself
    latency: () => byClock(hls.playingDate) ?? (hls.latency > 0 ? { ms: hls.latency * 1000, by: 'playlist' } : null),
    bitsPerSecond: () => rate.bitsPerSecond()
  }
}

/** Whether parts are used is the browser's own choice; it does not tell how many bytes came. */
export async function playNatively(url) {
  let video
  let stop = () => {}

  return {
    attach(element, { failed }) {
      video = element
      const onError = () => failed(video.error?.code === MediaError.MEDIA_ERR_DECODE ? 'This browser does not decode the stream.' : '')
      const onEnd = () => failed('')
      video.addEventListener('error', onError)
      video.addEventListener('ended', onEnd)
      stop = () => {
        video.removeEventListener('error', onError)
        video.removeEventListener('ended', onEnd)
        video.removeAttribute('src')
        video.load()
      }
      video.src = url
    },
    stop() {
      stop()
    },
    toLive() {
      const { seekable } = video
      if (seekable.length > 0) video.currentTime = seekable.end(seekable.length - 1)
    },
    unstick() {},
    latency() {
      const start = video?.getStartDate?.()
      return start ? byClock(new Date(start.getTime() + video.currentTime * 1000)) : null
    },
    bitsPerSecond: () => null
  }
}
