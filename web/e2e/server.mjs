// A Binaan of the test's own: a new data folder, a small sample branch's files,
// accounts for the three faces.
import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

export const branch = '9901'
export const password = 'kunci-cadangan-2026'
/** When the walk begins: on an ordinary Monday, or at BINAAN_TEST_NOW. */
export const moment = process.env.BINAAN_TEST_NOW ?? '2026-11-23T10:00:00+07:00'
const env = { ...process.env, BINAAN_NOW: moment }
const program = process.env.BINAAN_BIN ?? join(import.meta.dirname, '../../bin/binaan')

export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}

async function answers(url, child) {
  for (let i = 0; i < 240; i++) {
    if (child.exitCode !== null) throw new Error(`binaan serve ended with ${child.exitCode}`)
    const ok = await fetch(url).then(
      (answer) => answer.ok,
      () => false,
    )
    if (ok) return
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
  throw new Error('binaan serve does not answer')
}

/** Starts a server, with a sample branch of other outlines where they are named; stop() ends it and removes what it kept. */
export async function startServer(households, areas) {
  const dir = mkdtempSync(join(tmpdir(), 'binaan-e2e-'))
  chmodSync(dir, 0o711)
  const files = join(dir, 'files')
  const database = ['--data-dir', join(dir, 'data')]
  const run = (args, input) => execFileSync(program, args, { input, env, encoding: 'utf8' })
  const ground = areas ? ['--areas', areas] : []
  run(['sample', '--households', String(households), ...ground, '--out', files])
  const address = `127.0.0.1:${await freePort()}`
  const log = []
  const start = () => {
    const one = spawn(
      program,
      ['serve', '--addr', address, '--workers', '2', '--second-factor=false', ...database],
      { env },
    )
    one.stderr.on('data', (text) => log.push(String(text)))
    return one
  }
  let child = start()
  const ended = () =>
    new Promise((resolve) =>
      child.exitCode !== null || child.signalCode ? resolve() : child.once('exit', resolve),
    )
  /** Ends the server as a power cut does: it can do nothing about it. */
  const kill = async () => {
    child.kill('SIGKILL')
    await ended()
  }
  /** Starts it again after that, on the same folder. */
  const again = async () => {
    child = start()
    await answers(`http://${address}/readyz`, child)
  }
  const user = (login, role, ...more) =>
    run(
      [
        'user',
        'add',
        login,
        '--name',
        `${login} Contoh`,
        '--role',
        role,
        '--branch',
        branch,
        '--password-stdin',
        ...more,
        ...database,
      ],
      `${password}\n`,
    )
  const addBranch = (code, name, ...more) =>
    run(['branch', 'add', code, '--name', name, ...more, ...database])
  const stop = async () => {
    child.kill('SIGTERM')
    await ended()
    rmSync(dir, { recursive: true, force: true })
  }
  try {
    await answers(`http://${address}/readyz`, child)
    addBranch(
      branch,
      'Kantor Cabang Contoh',
      '--kedeputian',
      'VI',
      '--kedeputian-name',
      'Kedeputian Wilayah VI',
    )
    user('petugas', 'officer')
    user('kepala', 'manager')
  } catch (error) {
    await stop()
    throw new Error(`${error.message}\n${log.join('')}`)
  }
  /** Imports a file as the command line does. */
  const bring = (kind, file) => run(['import', kind, resolve(files, file), '--branch', branch, ...database])
  /** Plans as the command line does; where not all can be as asked there is a plan all the same. */
  const plan = (what, ...more) => {
    try {
      run(['plan', what, '--branch', branch, ...more, ...database])
    } catch (error) {
      if (error.status !== 3) throw error
    }
  }
  const psql = ['-h', join(dir, 'data', 'run'), '-U', 'postgres', '-Atq', 'binaan']
  /** Counts by SQL, past the program: the numbers of the only row of a query. */
  const counted = (sql) =>
    execFileSync('psql', [...psql, '-c', sql], {
      encoding: 'utf8',
    })
      .trim()
      .split('|')
      .map(Number)
  /** Keeps everybody from changing a table until what it resolves to is called. */
  const hold = (table) =>
    new Promise((resolve, reject) => {
      const one = spawn('psql', psql).once('error', reject)
      one.stdout.once('data', () =>
        resolve(() => new Promise((done) => one.once('exit', done).stdin.end('commit;\n'))),
      )
      one.stdin.write(`begin; lock table ${table} in share mode; select 'held';\n`)
    })
  /** Cuts the connection of who waits for a table that is held, as soon as somebody does. */
  const cut = () =>
    counted(`do $$ begin
      while not exists (select from pg_locks where not granted) loop perform pg_sleep(0.02); end loop;
      perform pg_terminate_backend(pid) from pg_locks where not granted;
    end $$; select 1`)
  /** Has a broken import go on as the command line does. */
  const resume = (id) => run(['import', 'resume', String(id), '--branch', branch, ...database])
  return {
    url: `http://${address}`,
    files,
    addBranch,
    user,
    bring,
    plan,
    counted,
    hold,
    cut,
    resume,
    kill,
    again,
    stop,
    log,
  }
}
