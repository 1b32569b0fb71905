// English, for readers whose browser prefers it to Spanish.

import type { Text } from './text.ts'

export const en: Text = {
  lang: 'en',
  weekdays: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
  months: ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'],
  day: (weekday, number, month) => `${weekday} ${number} ${month}`,
  states: { served: 'In service', cut: 'Cut off', promise: 'Promise to pay' },
  notice: {
    yourProvider: 'Your Internet provider',
    headings: {
      owes: 'You have a bill to pay',
      overdue: 'You have an overdue payment',
      cut: 'Your Internet is cut off because a payment is missing',
      suspended: 'Your Internet is suspended',
      returning: 'Your Internet is coming back',
      served: 'Your service is active',
      unknown: 'A notice from your Internet provider',
    },
    account: (code) => `Customer ${code}`,
    total: 'Total to pay',
    toReturn: 'Overdue',
    overdue: 'Overdue',
    coming: 'Not due yet',
    dueOn: (day) => `Due on ${day}`,
    wasDueOn: (day) => `Was due on ${day}`,
    cutOn: (day, hour) => `If we do not receive the payment, the service is cut off on ${day} at ${hour}.`,
    cutAnyTime: 'If we do not receive the payment, the service will be cut off.',
    returnsByItself:
      'As soon as we register your payment, the service comes back by itself. You need not call or restart anything.',
    alreadyPaid: 'If you have paid already, there is nothing to do: this notice stops once we register the payment.',
    suspended: 'Get in touch with us and we will tell you how to activate it again.',
    returning: 'We have ordered it back already. It usually takes a few seconds: wait a moment and try again.',
    served: 'There is nothing you need to do. You can go on browsing.',
    servedOwing: (amount) => `Your balance is ${amount}. You can go on browsing.`,
    promised: (day) => `You have a promise to pay until ${day}.`,
    unknown:
      'We could not tell which connection you are calling from, so nobody’s details are shown. If your Internet does not work, get in touch with your provider.',
    noticed:
      'There is a balance to pay on a connection that had this address a moment ago. We cannot be sure that it is yours, so nobody’s details are shown: look up your balance with your provider. This notice goes away by itself.',
    howToPay: 'How to pay',
    online: 'Online',
    payNow: 'Pay now',
    portal: 'In the customer portal',
    openPortal: 'Open the portal',
    transfer: 'By bank transfer',
    counter: 'In person',
    askHow: 'Get in touch with us and we will tell you how to pay.',
    sayCode: (code) => `When you pay, give your customer number: ${code}.`,
    contact: 'Questions? Call us:',
    goOn: 'Go on browsing',
    goOnHint: (seconds) =>
      `The notice goes away by itself in ${seconds} ${seconds === 1 ? 'second' : 'seconds'}. Then tap here to get where you were going.`,
    tryAgain: 'Try again',
    asksNothing: 'This page only informs: it asks for no passwords and no card details.',
  },
}
