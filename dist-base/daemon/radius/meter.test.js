import { expect, test } from 'vitest';
import { Meter } from './meter.js';
test('says nothing before there is time to tell, then how much a second over the last minute', () => {
    const meter = new Meter();
    expect(meter.perSecond({ received: 0 }, 0)).toBeNull();
    meter.note({ received: 0 }, 0);
    expect(meter.perSecond({ received: 10 }, 500)).toBeNull();
    expect(meter.perSecond({ received: 10 }, 2_000)).toEqual({ received: 5 });
    // 100 a second for two minutes, then nothing for one: what was before the window is forgotten.
    for (let at = 5_000; at <= 180_000; at += 5_000)
        meter.note({ received: Math.min(at, 120_000) / 10 }, at);
    expect(meter.perSecond({ received: 12_000 }, 180_000)).toEqual({ received: 0 });
    expect(meter.perSecond({ received: 12_600 }, 182_000)).toEqual({ received: 600 / 62 });
});
