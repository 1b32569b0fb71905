// What a file is by its first bytes, and how it may be called. A name and a declared type say what somebody wants to be
// believed; only the few kinds below are taken, and text must be text to its last byte. Pure.

/** Extension by kind: the one that a file is offered with, whatever it had. */
export const FILE_KINDS = {
  'application/pdf': 'pdf',
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'text/plain': 'txt',
} as const

export type FileKind = keyof typeof FILE_KINDS

const NAME_MAX = 120

/** Null where it is none of the kinds above. */
export function fileKind(bytes: Uint8Array): FileKind | null {
  if (begins(bytes, 0x25, 0x50, 0x44, 0x46, 0x2d)) return 'application/pdf'
  if (begins(bytes, 0xff, 0xd8, 0xff)) return 'image/jpeg'
  if (begins(bytes, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'image/png'
  if (begins(bytes, 0x52, 0x49, 0x46, 0x46) && begins(bytes.subarray(8), 0x57, 0x45, 0x42, 0x50)) return 'image/webp'
  return isText(bytes) ? 'text/plain' : null
}

const begins = (bytes: Uint8Array, ...first: number[]): boolean => first.every((byte, index) => bytes[index] === byte)

/** UTF-8 without control characters but those that lay text out. */
function isText(bytes: Uint8Array): boolean {
  if (bytes.length === 0) return false
  try {
    return !/[^\P{Cc}\t\n\r\f]/u.test(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return false // not UTF-8
  }
}

/**
 * How a file is called here: the last part of what was given, without what hides, turns round or leaves a folder, and with the
 * extension of its kind, so that it opens as what it is.
 */
export function fileName(given: string, kind: FileKind): string {
  const last = given.split(/[/\\]/).at(-1) ?? ''
  const plain = last
    .normalize('NFC')
    .replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}]/gu, '')
    .replaceAll(/[<>:"|?*]/g, '_')
    .replaceAll(/\s+/g, ' ')
  // By whole letters: half a pair is none.
  const stem = [...plain.replace(/\.(pdf|jpe?g|png|webp|txt)$/i, '')]
    .slice(0, NAME_MAX)
    .join('')
    .replaceAll(/^[.\s]+|[.\s]+$/g, '')
  return `${stem === '' ? 'archivo' : stem}.${FILE_KINDS[kind]}`
}
