// My account: password, second factor, open sessions.

export const account = {
  title: 'My account',
  you: (name: string, role: string) => `${name}, ${role}`,
  password: {
    title: 'Password',
    due: 'Somebody else set your password: choose one that only you know to go on.',
    current: 'Current password',
    next: 'New password',
    hint: 'At least 10 characters. A short sentence is easier to remember than hieroglyphs.',
    repeat: 'The new password again',
    submit: 'Change password',
    done: 'Password changed. Your other sessions were ended.',
    wrong: 'This is not your current password.',
    differs: 'It is not the same as the new password.',
    mistakes: {
      short: 'It needs at least 10 characters.',
      long: 'It may have 200 characters at most.',
      'like-username': 'It must not contain your user name.',
    },
  },
  totp: {
    title: 'Second factor',
    on: 'On: the log-in also asks for a code of your telephone.',
    off: 'Off: the password is enough.',
    start: 'Turn the second factor on',
    scan: 'Scan this code with an authenticator app and type the 6 digits that it shows.',
    byHand: 'Or type this key in by hand:',
    code: 'Code of 6 digits',
    submit: 'Turn on',
    wrong: 'That code does not fit. Check the clock of your telephone and try the next one.',
    done: 'The second factor is on.',
  },
  sessions: {
    title: 'Open sessions',
    since: 'Since',
    address: 'Address',
    browser: 'Browser',
    this: 'this one',
    end: 'End the others',
    ended: (count: number) => (count === 1 ? 'One session was ended.' : `${count} sessions were ended.`),
  },
}
