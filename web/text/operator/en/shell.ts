// The frame of all pages, the log-in, and what is said when something goes wrong.

export const menu = {
  today: 'Today',
  customers: 'Customers',
  cuts: 'Cuts',
  takings: 'Takings',
  promises: 'Promises',
  alerts: 'Alerts',
  network: 'Network',
  map: 'Map',
  people: 'People',
  audit: 'Audit',
  settings: 'Settings',
}

export const shell = {
  skip: 'Skip to content',
  menu: 'Menu',
  find: 'Find a customer',
  findHint: 'Code, name, document, telephone, IP, MAC, user or address',
  account: 'My account',
  logOut: 'Log out',
  language: 'Language',
  languages: { 'es-AR': 'Español', en: 'English' },
  theme: 'Appearance',
  themes: { system: 'Like the system', light: 'Light', dark: 'Dark' },
  apply: 'Apply',
  save: 'Save',
  cancel: 'Cancel',
  close: 'Close',
  mistakes: (count: number) => (count === 1 ? 'One thing has to be corrected' : `${count} things have to be corrected`),
}

export const logIn = {
  title: 'Log in',
  username: 'User',
  password: 'Password',
  submit: 'Log in',
  wrong: 'The user or the password is not right.',
  locked: (minutes: number) =>
    `There were too many attempts with this user. Wait ${minutes === 1 ? 'a minute' : `${minutes} minutes`} and try again.`,
  codeTitle: 'Verification code',
  code: 'Code of 6 digits',
  codeHint: 'The authenticator app on your telephone shows it.',
  codeSubmit: 'Verify',
  codeWrong: 'The code is not right or was used already. Wait until the app shows the next one.',
  again: 'Back to the log-in',
  lost: 'Lost your telephone? Ask an administrator to take the second factor off your user.',
}

export const trouble = {
  'not-allowed': {
    title: 'You are not allowed to',
    text: 'Your role does not let you do this. If you need it, ask whoever manages the users.',
  },
  'form-foreign': {
    title: 'The form has expired',
    text: 'The page was opened in another session, or long ago. Nothing was saved: open it again and repeat.',
  },
  'too-many': {
    title: 'Too many requests',
    text: 'Too many requests came from this address in a short time. Wait a minute and try again.',
  },
  missing: {
    title: 'We cannot find this page',
    text: 'The address may be mistyped, or what you look for is gone.',
  },
  invalid: { title: 'We could not do it', text: 'Nothing was saved. Go back, check what you typed and try again.' },
  busy: {
    title: 'The database is busy',
    text: 'Nothing was saved. It mostly lasts a few seconds: wait a moment and try again.',
  },
  bug: {
    title: 'Something failed on our side',
    text: 'Nothing was saved. If it happens again, tell whoever runs the system this number:',
  },
  detail: 'Technical detail',
  home: 'Go to the start',
}
