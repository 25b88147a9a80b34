// The API of the node that served this page, which answers for the whole cluster.

const KEY = 'headwater-token'

/** What the node did not do; `status` is 0 if it did not answer. */
export class ApiError extends Error {
  constructor(status, message) {
    super(message)
    this.status = status
  }
}

export const keepToken = token => sessionStorage.setItem(KEY, token)

export const get = path => call(path, {})

/** Changes something; needs a token to write, where there are tokens. */
export const post = path =>
  call(path, { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } })

async function call(path, options) {
  const token = sessionStorage.getItem(KEY)
  const headers = { ...options.headers, ...(token && { authorization: `Bearer ${token}` }) }
  let response
  try {
    response = await fetch(`api/v1/${path}`, { ...options, headers, signal: AbortSignal.timeout(12_000) })
  } catch {
    throw new ApiError(0, 'the node does not answer')
  }
  const body = await response.json().catch(() => ({}))
  if (!response.ok) throw new ApiError(response.status, body.error ?? `status ${response.status}`)
  return body
}

/** A path's part, whatever is in it; the slashes of ids and apps stay. */
export const part = text => text.split('/').map(encodeURIComponent).join('/')

/** A stream as a part of a path: the slashes of its app are a part of it. */
export const streamPart = key => {
  const slash = key.lastIndexOf('/')
  return `${encodeURIComponent(key.slice(0, slash))}/${encodeURIComponent(key.slice(slash + 1))}`
}
