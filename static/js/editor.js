/* The toolbar and the live preview of the editor; without this file the field, its help and the button do the same. */

const WAIT = 600

for (const editor of document.querySelectorAll('[data-editor]')) {
  const text = editor.querySelector('textarea')
  const pane = editor.querySelector('[data-preview-pane]')
  for (const part of editor.querySelectorAll('.oa-editor__bar, .oa-editor__files')) part.hidden = false

  const put = (before, after = '', inside = '') => {
    const { selectionStart: start, selectionEnd: end, value } = text
    const chosen = value.slice(start, end) || inside
    text.setRangeText(before + chosen + after, start, end, 'end')
    text.setSelectionRange(start + before.length, start + before.length + chosen.length)
    text.focus()
    text.dispatchEvent(new Event('input', { bubbles: true }))
  }

  /* Signs at the beginning of each chosen line; a list or a heading needs an empty line before it. */
  const mark = (sign) => {
    const { selectionStart, selectionEnd, value } = text
    const start = value.lastIndexOf('\n', selectionStart - 1) + 1
    const lines = value.slice(start, selectionEnd).split('\n')
    const before = start > 1 && value.slice(start - 2, start) !== '\n\n' ? '\n' : ''
    const marked = before + lines.map((line, number) => (sign === '1. ' ? `${number + 1}. ` : sign) + line).join('\n')
    text.setRangeText(marked, start, selectionEnd, 'end')
    text.focus()
    text.dispatchEvent(new Event('input', { bubbles: true }))
  }

  const acts = {
    bold: () => put('**', '**'),
    heading: () => mark('## '),
    list: () => mark('- '),
    numbers: () => mark('1. '),
    quote: () => mark('> '),
    link: () => put('[', '](https://)'),
    file: () => {
      const chosen = editor.querySelector('select').selectedOptions[0]
      if (chosen.dataset.kind === 'image') put(`\n\n![](file:${chosen.value})\n\n`)
      else put('[', `](file:${chosen.value})`, chosen.dataset.words)
    }
  }
  editor.addEventListener('click', (event) => {
    const tool = event.target.closest('[data-act]')
    if (tool) acts[tool.dataset.act]()
  })
  text.addEventListener('keydown', (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === 'b') {
      event.preventDefault()
      acts.bold()
    }
  })

  let latest = 0
  const show = async () => {
    const mine = ++latest
    const typed = new FormData(text.form)
    typed.set('fragment', '1')
    try {
      const answer = await fetch(editor.dataset.preview, { method: 'POST', body: typed, credentials: 'same-origin' })
      if (!answer.ok || mine !== latest || answer.redirected) return
      pane.innerHTML = await answer.text()
      pane.hidden = false
    } catch {
      /* Without a connection the last preview stays; the words are in the field. */
    }
  }
  let timer
  text.form.addEventListener('input', () => {
    clearTimeout(timer)
    timer = setTimeout(show, WAIT)
  })
  if (text.value) show()
}
