// Tests stand beside the code. Two files at a time, each in a process of its own: native code, sockets and locks are better
// watched there than in threads. Nothing is tried twice: a test that fails now and then is a bug.
import { defineConfig } from 'vitest/config';
export default defineConfig({
    test: {
        include: ['{cli,core,daemon,web,fixtures,scripts}/**/*.test.ts'],
        globalSetup: ['fixtures/test-run.ts'],
        setupFiles: ['fixtures/leaks.ts'],
        pool: 'forks',
        maxWorkers: 2,
        testTimeout: 20_000,
        hookTimeout: 20_000,
        teardownTimeout: 20_000,
        retry: 0,
    },
});
