// Promises to pay, and alerts: the lists.
export const promises = {
    title: 'Promises',
    which: { hoy: 'For today', pendientes: 'Pending', incumplidos: 'Broken', 'sin-cortar': 'Not enforced' },
    lead: {
        hoy: 'Those who promised for today. At the hour of the control, who has not paid is cut.',
        pendientes: 'All that wait for their control, the nearest first.',
        incumplidos: 'They did not pay: they are cut, and where that fails it is tried for five days.',
        'sin-cortar': 'The five days are over and within the last week the cut could not be proven. The debt goes on cutting.',
    },
    count: (count) => (count === '1' ? '1 promise' : `${count} promises`),
    most: (most) => `The first ${most} are shown.`,
    none: 'None.',
    columns: {
        day: 'Date',
        customer: 'Customer',
        name: 'Name',
        state: 'State',
        balance: 'Balance',
        source: 'Entered by',
        comment: 'Comment',
        actions: 'Actions',
    },
    portal: 'the customer, in the portal',
    change: 'Change',
    alerts: {
        title: 'Alerts',
        lead: 'What somebody has to look at, the newest first.',
        none: 'There are no alerts.',
        older: 'Older',
        newest: 'Back to the newest',
        run: (id) => `Run ${id}`,
    },
};
