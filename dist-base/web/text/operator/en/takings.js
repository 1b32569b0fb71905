// Takings: the payments of a day.
export const takings = {
    title: 'Takings',
    day: 'Day',
    show: 'Show',
    count: (count, amount) => `${count === '1' ? '1 payment' : `${count} payments`}, ${amount}`,
    most: (most) => `The first ${most} are shown.`,
    none: 'No payment was registered on that day.',
    voided: 'voided',
    columns: { number: 'Receipt', customer: 'Customer', name: 'Name', amount: 'Amount', by: 'Registered by', comment: 'Comment' },
};
