// How a text is written into FreeRADIUS's configuration, whatever it holds.
/** In double quotes. Values of modules are expanded when they are used, so `%` is doubled; `$` begins a variable only before `{`. */
export const quoted = (text) => `"${text.replaceAll(/[\\"]/g, '\\$&')}"`;
