// The forms and the questions of a page, as whoever reads its HTML finds them: which fields go where, with what they held.

export interface PageForm {
  method: 'GET' | 'POST'
  /** A path of ours, without what follows the question mark. */
  path: string
  fields: Record<string, string>
}

const TAG = /<(\/?)(form|input|select|option|textarea|button)\b([^>]*)>/g
const ATTRIBUTE = /([\w-]+)(?:="([^"]*)")?/g

const plain = (html: string): string =>
  html.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&')

/** As sent when nothing on the page is touched; of a choice that has nothing chosen, the first. */
export function formsIn(html: string, url: string): PageForm[] {
  const here = url.split('?')[0] ?? url
  const forms: PageForm[] = []
  let form: PageForm | null = null
  let choice: string | null = null
  for (const tag of html.matchAll(TAG)) {
    const [whole, isEnd, kind = '', rest = ''] = tag
    const has = new Map([...rest.matchAll(ATTRIBUTE)].map(([, name = '', value = '']) => [name, plain(value)] as const))
    const name = has.get('name')
    if (kind === 'form') {
      form = null
      if (isEnd !== '') continue
      const path = (has.get('action') || here).split('?')[0] ?? here
      form = { method: has.get('method')?.toUpperCase() === 'POST' ? 'POST' : 'GET', path, fields: {} }
      forms.push(form)
    } else if (form === null || isEnd !== '') continue
    else if (kind === 'select') choice = name ?? null
    else if (kind === 'option' && choice !== null) {
      if (has.has('selected') || !(choice in form.fields)) form.fields[choice] = has.get('value') ?? ''
    } else if (kind === 'textarea' && name !== undefined) {
      const from = tag.index + whole.length
      form.fields[name] = plain(html.slice(from, html.indexOf('</textarea', from)))
    } else if (name !== undefined && (has.has('checked') || !(name in form.fields))) form.fields[name] = has.get('value') ?? ''
  }
  return forms
}

/** What the links of a page ask of addresses: `/clientes` → `desde`, `localidad` … */
export function questionsIn(html: string, url: string): [path: string, name: string][] {
  const here = url.split('?')[0] ?? url
  return [...html.matchAll(/\shref="([^"?#]*)\?([^"#]*)/g)].flatMap(([, path = '', query = '']) =>
    [...new URLSearchParams(plain(query)).keys()].map((name): [string, string] => [path === '' ? here : path, name]),
  )
}
