import { Agent, request } from 'node:http'

/** A signed-in caller over HTTP that keeps its connections, as a browser does. */
export class Caller {
  readonly #agent = new Agent({ keepAlive: true })
  readonly #url: string
  readonly #cookie: string

  constructor(url: string, cookie: string) {
    this.#url = url
    this.#cookie = cookie
  }

  /** @param query lists and objects go as JSON, as the address of a screen has them */
  get<T>(path: string, query: object = {}): Promise<T> {
    const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))
    const pairs = Object.entries(query).map(([key, value]): [string, string] => [key, text(value)])
    return this.send<T>('GET', pairs.length === 0 ? path : `${path}?${new URLSearchParams(pairs).toString()}`)
  }

  /** @throws on any answer but 2xx */
  send<T>(method: string, path: string, body?: unknown): Promise<T> {
    const payload = body === undefined ? undefined : JSON.stringify(body)
    const headers = {
      cookie: this.#cookie,
      ...(payload === undefined
        ? {}
        : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload) }),
    }
    return new Promise((resolve, reject) => {
      const sent = request(`${this.#url}${path}`, { method, headers, agent: this.#agent }, (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('end', () => {
          const answer = Buffer.concat(chunks).toString('utf8')
          if ((response.statusCode ?? 500) < 300) resolve(JSON.parse(answer) as T)
          else reject(new Error(`${method} ${path}: ${response.statusCode} ${answer.slice(0, 400)}`))
        })
      })
      sent.on('error', reject)
      sent.end(payload)
    })
  }

  close(): void {
    this.#agent.destroy()
  }
}
