/**
 * Firefox, driven by WebDriver BiDi over a socket: the few commands that the tests need.
 */
import { spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { createInterface } from 'node:readline';
import { after } from 'node:test';
import path from 'node:path';
import { temporaryFolder, write } from './site.js';

/** The window of this test, and how to work with it. @typedef {Awaited<ReturnType<typeof launchFirefox>>} Firefox */

/** Starts Firefox with a new profile; it ends with the tests of the file. */
export async function launchFirefox() {
  const profile = path.join(await temporaryFolder(), 'profile');
  // Firefox sends no request of its own.
  await write(profile, {
    'user.js': [
      ['app.update.enabled', false],
      ['browser.startup.page', 0],
      ['datareporting.policy.dataSubmissionEnabled', false],
      ['network.captive-portal-service.enabled', false],
      ['network.connectivity-service.enabled', false],
      ['services.settings.server', 'http://127.0.0.1:9/'],
      ['toolkit.telemetry.enabled', false],
    ].map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`).join(''),
  });
  const program = process.env['TEST_FIREFOX'] ?? 'firefox-esr';
  const child = spawn(program, ['--headless', '--no-remote', '--remote-debugging-port=0', '--profile', profile], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, MOZ_DISABLE_CONTENT_SANDBOX: '1' },
  });
  const ended = new Promise((done) => child.once('exit', done));
  after(async () => {
    child.kill();
    await ended;
  });
  /** @type {string} */
  const address = await new Promise((found, fail) => {
    let said = '';
    createInterface(child.stderr).on('line', (line) => {
      said += `${line}\n`;
      const url = /WebDriver BiDi listening on (ws:\S+)/.exec(line)?.[1];
      if (url) found(url);
    });
    child.once('error', fail);
    ended.then(() => fail(new Error(`${program} ended before it could be driven:\n${said}`)));
  });

  const socket = new WebSocket(`${address}/session`);
  await new Promise((open, fail) => {
    socket.addEventListener('open', open);
    socket.addEventListener('error', fail);
  });
  /** @type {Map<number, (answer: any) => void>} */
  const waiting = new Map();
  const loads = new EventEmitter();
  let last = 0;
  socket.addEventListener('message', ({ data }) => {
    const answer = JSON.parse(data);
    waiting.get(answer.id)?.(answer);
    waiting.delete(answer.id);
    if (answer.method === 'browsingContext.load') loads.emit(answer.params.url);
  });

  /**
   * @param {string} method
   * @param {Record<string, unknown>} [params]
   * @returns {Promise<any>}
   */
  const send = async (method, params = {}) => {
    const id = (last += 1);
    const answered = new Promise((found) => waiting.set(id, found));
    socket.send(JSON.stringify({ id, method, params }));
    const answer = await answered;
    if (answer.type === 'error') throw new Error(`${method}: ${answer.error}: ${answer.message}`);
    return answer.result;
  };

  await send('session.new', { capabilities: {} });
  await send('session.subscribe', { events: ['browsingContext.load'] });
  const [{ context }] = (await send('browsingContext.getTree')).contexts;

  return {
    /** Opens an address and waits until it is loaded. @param {string} url */
    goto: (url) => send('browsingContext.navigate', { context, url, wait: 'complete' }),

    /** Resolves when this address has been loaded once more. @param {string} url */
    loaded: (url) => once(loads, url),

    /** Goes back or forth in the history, and does not wait. @param {number} delta */
    traverse: (delta) => send('browsingContext.traverseHistory', { context, delta }),

    /** Loads the page again. */
    reload: () => send('browsingContext.reload', { context, wait: 'complete' }),

    /** What an expression is worth on the page, as text. @param {string} expression */
    async evaluate(expression) {
      const { result, exceptionDetails } = await send('script.evaluate', {
        expression: `String(${expression})`,
        target: { context },
        awaitPromise: true,
      });
      if (exceptionDetails) throw new Error(exceptionDetails.text);
      return /** @type {string} */ (result.value);
    },

    /** Presses and releases keys, given as WebDriver writes them. @param {...string} keys */
    press: (...keys) => send('input.performActions', {
      context,
      actions: [{
        type: 'key',
        id: 'keyboard',
        actions: keys.flatMap((value) => [{ type: 'keyDown', value }, { type: 'keyUp', value }]),
      }],
    }),

    /** Prints the page as a PDF. */
    async print() {
      const { data } = await send('browsingContext.print', { context });
      return Buffer.from(data, 'base64');
    },
  };
}
