// A customer's traffic.
export const traffic = {
    title: 'Traffic',
    span: 'Period',
    spans: { day: 'Day', week: 'Week', month: 'Month', year: 'Year' },
    earlier: 'Earlier',
    later: 'Later',
    which: 'Connection',
    all: 'all',
    between: (from, to) => `From ${from} to ${to}`,
    steps: { '5m': 'every 5 minutes', hour: 'by the hour', day: 'by the day' },
    down: 'Download',
    up: 'Upload',
    legend: { down: 'Download, above the line', up: 'Upload, below the line' },
    picture: (down, up) => `Traffic chart: download upwards, upload downwards. Downloaded in all: ${down}, uploaded: ${up}. The table has every value.`,
    total: (down, up) => `Downloaded ${down}, uploaded ${up}.`,
    peak: (down, downWhen, up, upWhen) => `Download peaked at ${down} (${downWhen}), upload at ${up} (${upWhen}).`,
    nothing: 'There was no traffic in this period.',
    nothingHint: 'Perhaps he was not connected, or what was kept of those days is gone by now. Try another period.',
    showTable: 'Show the values in a table',
    hideTable: 'Hide the table',
    table: 'Values',
    columns: { when: 'From', down: 'Download', up: 'Upload', downRate: 'Download rate', upRate: 'Upload rate' },
    none: {
        'no-radius': {
            title: 'There is no traffic chart without RADIUS',
            text: 'Traffic is made of RADIUS accounting, and no device sends it. Once a NAS does (ispcube radius client add), it appears here by itself.',
        },
        'no-user': {
            title: 'This customer does not use RADIUS',
            text: 'His connections have no PPPoE, hotspot or RADIUS user, and accounting tells traffic by the user.',
        },
        'not-heard': {
            title: 'Nothing was heard of this customer’s traffic yet',
            text: 'He has a user, but RADIUS accounting has not told of any session of his. It appears with the first.',
        },
    },
};
