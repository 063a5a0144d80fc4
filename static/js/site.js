/* Improvements only: every page works without this file. */
import { initAll } from '../vendor/govuk-frontend/govuk-frontend.min.js'

document.body.classList.add('js-enabled', 'govuk-frontend-supported')
initAll()

/* A filter applies itself when a box is ticked; its button stays for everybody else. */
for (const form of document.querySelectorAll('form[data-submit-on-change]')) {
  form.addEventListener('change', (event) => {
    if (event.target.matches('input[type="checkbox"], select')) form.requestSubmit()
  })
}

/* Wide screens show the filters open; a closed one on a phone stays closed. */
const wide = window.matchMedia('(min-width: 60rem)')
for (const details of document.querySelectorAll('details[data-open-when-wide]')) {
  const follow = () => { if (wide.matches) details.open = true }
  follow()
  wide.addEventListener('change', follow)
}

/* A map that is wider than the screen and shows a part of the world begins in its middle, where its marks are. */
for (const map of document.querySelectorAll('[data-begin-in-middle]')) {
  map.scrollLeft = (map.scrollWidth - map.clientWidth) / 2
}
