// What the address of the page says: /play/{app}/{stream}?via=...&embed&{what the server wants to see, such as a token}

const OURS = ['via', 'embed']
const query = new URLSearchParams(location.search)

/** App and name as they stand in the address. */
const key = location.pathname.split('/').slice(2).join('/')

/** For people. */
export const name = readable(key)
export const embedded = query.has('embed')
/** The one way that was asked for, or nothing. */
export const via = query.get('via') ?? ''

/** The address of the stream with an ending such as {@code .flv}, and parameters of ours. What is not for this page goes along as it is. */
export function media(ending, ...parameters) {
  const theirs = location.search.slice(1).split('&').filter(part => part && !OURS.includes(part.split('=')[0]))
  const query = [...theirs, ...parameters].join('&')
  return new URL(`/${key}${ending}${query && `?${query}`}`, location).href
}

/** This page, playing another way; by none it chooses. */
export function page(way) {
  const address = new URL(location)
  if (way) address.searchParams.set('via', way)
  else address.searchParams.delete('via')
  return address.href
}

function readable(text) {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
