// What the viewer gets, seen at the video element: frames, stalls, and whether it goes on at all.

/** Time of the picture and the wall's: a stall is where the first stands although it should not. */
export class Watch {
  frames = 0
  dropped = 0
  stalls = 0
  stalledMs = 0
  #video
  #stalledSince = null
  #counted = { frames: 0, dropped: 0 }
  #position = 0
  #movedAt = performance.now()
  #started = false

  constructor(video) {
    this.#video = video
    video.addEventListener('waiting', () => this.#stall())
    for (const event of ['playing', 'pause', 'emptied']) video.addEventListener(event, () => this.#goesOn())
  }

  /** Whether there was a first picture, or sound, since the last {@code anew}. */
  get started() {
    return this.#started
  }

  /** Another player has the element now. What was counted stays. */
  anew() {
    this.#goesOn()
    this.#started = false
    this.#position = 0
    this.#counted = { frames: 0, dropped: 0 }
    this.#movedAt = performance.now()
  }

  /** For how long nothing has moved that should: neither time nor, where one looks, pictures. Call it a few times a second. */
  idleMs() {
    const now = performance.now()
    const frames = this.frames
    this.#count()
    const pictureStands = this.#video.videoWidth > 0 && this.frames === frames && !document.hidden
    if (this.#video.paused || (this.#video.currentTime !== this.#position && !pictureStands)) {
      this.#started ||= this.#position > 0 && !this.#video.paused
      this.#movedAt = now
    }
    this.#position = this.#video.currentTime
    return now - this.#movedAt
  }

  /** Counters of an element begin anew with each player. */
  #count() {
    const quality = this.#video.getVideoPlaybackQuality?.()
    if (!quality) return
    const { totalVideoFrames: frames, droppedVideoFrames: dropped } = quality
    this.frames += frames - (frames < this.#counted.frames ? 0 : this.#counted.frames)
    this.dropped += dropped - (dropped < this.#counted.dropped ? 0 : this.#counted.dropped)
    this.#counted = { frames, dropped }
  }

  #stall() {
    if (this.#started && !this.#video.paused && !this.#video.seeking && this.#stalledSince === null) {
      this.stalls++
      this.#stalledSince = performance.now()
    }
  }

  #goesOn() {
    if (this.#stalledSince !== null) {
      this.stalledMs += performance.now() - this.#stalledSince
      this.#stalledSince = null
    }
  }
}
