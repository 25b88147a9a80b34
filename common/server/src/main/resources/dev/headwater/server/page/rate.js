// Bytes that came in, over the last seconds.

const WINDOW_MS = 10_000

export class Rate {
  #first = performance.now()
  #arrivals = []

  add(bytes) {
    this.#arrivals.push({ at: performance.now(), bytes })
  }

  bitsPerSecond() {
    const now = performance.now()
    this.#arrivals = this.#arrivals.filter(arrival => now - arrival.at < WINDOW_MS)
    const bytes = this.#arrivals.reduce((sum, arrival) => sum + arrival.bytes, 0)
    return bytes * 8000 / Math.max(1000, Math.min(WINDOW_MS, now - this.#first))
  }
}
