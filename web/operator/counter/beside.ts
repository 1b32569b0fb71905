// A form that was sent out of a dialog (web/assets/deeds.js). Where something is wrong the answer is the form, as always; where the
// deed is done the script is told where to go, because by fetch it would be led there unseen, and what a page says once would be gone.

import type { FastifyInstance } from 'fastify'

export function answerDialogs(app: FastifyInstance): void {
  app.addHook('onSend', async (request, reply, payload) => {
    const place = reply.getHeader('location')
    if (request.headers['x-dialog'] === undefined || reply.statusCode !== 303 || typeof place !== 'string') return payload
    reply.code(204).header('x-go-to', place).removeHeader('location')
    return null
  })
}
