// Elements are made here and nowhere else, so that a name can never be anything but text.

/** An element; children are elements or texts, attributes that are false or null are left out. */
export function h(tag, attributes = {}, ...children) {
  return build(document.createElement(tag), attributes, children)
}

/** The same within a picture. */
export function s(tag, attributes = {}, ...children) {
  return build(document.createElementNS('http://www.w3.org/2000/svg', tag), attributes, children)
}

export const byId = id => document.getElementById(id)

/** Draws anew, and leaves the keyboard where it was: at the same button of the same node, stream or client. */
export function redraw(draw) {
  const focused = document.activeElement
  const owner = focused?.closest('[data-key]')
  draw()
  if (owner && !focused.isConnected) {
    const same = [...document.querySelectorAll('[data-key]')].find(element => element.dataset.key === owner.dataset.key)
    same?.querySelector(`button.${focused.classList[0]}`)?.focus({ preventScroll: true })
  }
}

function build(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name === 'onclick') {
      element.addEventListener('click', value)
    } else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(name, value)
    }
  }
  element.append(...children.filter(child => child !== null && child !== undefined))
  return element
}
