// The figures under the picture.

const BY = {
  clock: ['Latency', 'from the node, by this device’s clock'],
  playlist: ['Behind', 'the end of the playlist'],
  buffer: ['Behind', 'the newest frame that has arrived here']
}

export function showFigures(list, status) {
  const [latency, by] = BY[status.latencyBy] ?? ['Latency', '']
  list.replaceChildren(...[
    [latency, status.latencyMs === null ? '–' : `${(status.latencyMs / 1000).toFixed(1)} s`, by],
    ['Stalls', String(status.stalls), status.stalls > 0 ? `${(status.stalledMs / 1000).toFixed(1)} s in all` : ''],
    ['Picture', status.width > 0 ? `${status.width}×${status.height}` : '–', ''],
    ['Bit rate', status.bitsPerSecond ? bits(status.bitsPerSecond) : '–', ''],
    ['Dropped frames', `${status.dropped} of ${status.frames}`, '']
  ].map(figure))
}

function figure([name, value, note]) {
  const group = element('div', '')
  const data = element('dd', value)
  if (note) data.append(element('small', note))
  group.append(element('dt', name), data)
  return group
}

function element(tag, text) {
  const made = document.createElement(tag)
  made.textContent = text
  return made
}

const bits = perSecond => perSecond >= 1e6 ? `${(perSecond / 1e6).toFixed(1)} Mbit/s` : `${Math.round(perSecond / 1000)} kbit/s`
