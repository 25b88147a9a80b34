// What the operator is asked: whether he is sure, and who he is.

import { keepToken } from './api.js'
import { byId } from './dom.js'

/** Does {@code act} if he says yes, and stays open with the reason if it fails. */
export function confirm(title, text, yes, act) {
  const dialog = byId('confirm')
  const button = byId('confirm-yes')
  byId('confirm-title').textContent = title
  byId('confirm-text').textContent = text
  byId('confirm-problem').textContent = ''
  button.textContent = yes
  button.onclick = async event => {
    event.preventDefault()
    button.disabled = true
    try {
      await act()
      dialog.close()
    } catch (problem) {
      byId('confirm-problem').textContent = problem.message
    } finally {
      button.disabled = false
    }
  }
  dialog.showModal()
}

/** Asks for a token and goes on with it. */
export function signIn(problem, then) {
  const dialog = byId('sign-in')
  if (dialog.open) return
  byId('sign-in-problem').textContent = problem
  byId('token').value = ''
  dialog.onclose = () => {
    keepToken(byId('token').value.trim())
    then()
  }
  dialog.showModal()
}
