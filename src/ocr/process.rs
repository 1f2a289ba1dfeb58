//! One worker process: started, asked, killed when its time is over, never left as a zombie.

use std::collections::BTreeMap;
use std::io::{self, BufReader, BufWriter};
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::protocol::{Answer, Hello, Request};
use crate::error::Missing;
use crate::limit::{self, Stop};
use crate::reason::{Ended, Reason};
use crate::worker_program::ENVIRONMENT;

/// Loading the language data takes a tenth of a second; a slow network disk may need many seconds.
const START_TIMEOUT: Duration = Duration::from_secs(60);

/// While workers read, it is looked so often whether their work is to end.
pub(super) const STOP_INTERVAL: Duration = Duration::from_millis(50);

/// What the loader of shared libraries exits with when one of them is missing.
const LOADER_FAILED: i32 = 127;

/// How the worker is started.
#[derive(Debug, Clone)]
pub(super) struct Launch {
    /// The programs to try in turn; a plain name is looked for on the PATH by the system.
    pub(super) programs: Vec<PathBuf>,
    /// As Tesseract takes them: `vie+eng`.
    pub(super) languages: String,
    /// Folder of the language data, when it is not the usual one.
    pub(super) tessdata: Option<PathBuf>,
}

/// Why no worker could be started, or why it gave no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Failure {
    /// Something is not installed; another try will not help.
    Missing(Missing),
    /// This time it went wrong.
    Failed(Reason),
}

/// A running worker that has said hello.
#[derive(Debug)]
pub(super) struct Process {
    child: Arc<Mutex<Child>>,
    input: Option<BufWriter<ChildStdin>>,
    output: BufReader<ChildStdout>,
    /// Version of Tesseract.
    pub(super) version: String,
    /// Pictures it was given.
    pub(super) readings: u32,
}

impl Process {
    /// Starts a worker and waits for its first line.
    pub(super) fn start(launch: &Launch, watch: &Watch, stop: &Stop) -> Result<Process, Failure> {
        let mut child = spawn(launch)?;
        let input = child.stdin.take().expect("standard input is piped");
        let output = child.stdout.take().expect("standard output is piped");
        let mut process = Process {
            child: Arc::new(Mutex::new(child)),
            input: Some(BufWriter::with_capacity(1 << 16, input)),
            output: BufReader::with_capacity(1 << 16, output),
            version: String::new(),
            readings: 0,
        };
        let alarm = watch.set(&process.child, START_TIMEOUT, stop);
        let hello = Hello::read(&mut process.output);
        let rang = alarm.stop();
        match hello {
            Ok(Hello::Ready(version)) => {
                process.version = version;
                Ok(process)
            }
            Ok(Hello::NoLanguage(language)) => Err(Failure::Missing(match &launch.tessdata {
                Some(folder) => Missing::LanguageIn { language, folder: folder.clone() },
                None => Missing::Language(language),
            })),
            Ok(Hello::OtherVersion) => Err(Failure::Missing(Missing::Version)),
            Err(_) if rang => Err(Failure::Failed(Reason::NotStartedInTime { time: START_TIMEOUT })),
            Err(error) => Err(process.start_failure(&error)),
        }
    }

    /// Why a worker ended, or said something strange, before its first line.
    fn start_failure(&mut self, error: &io::Error) -> Failure {
        if error.kind() != io::ErrorKind::UnexpectedEof {
            return Failure::Missing(Missing::Stranger(error.to_string()));
        }
        match self.end() {
            Some(status) if status.code() == Some(LOADER_FAILED) => Failure::Missing(Missing::Library),
            status => Failure::Failed(Reason::EndedAtOnce { how: Ended::from(status) }),
        }
    }

    /// Has a picture read in half of the time of a page, which is `timeout`, or in what is left of it. After an `Err` the
    /// process is of no more use.
    pub(super) fn read<P: AsRef<[u8]>>(
        &mut self,
        request: &Request<P>,
        watch: &Watch,
        timeout: Duration,
        stop: &Stop,
    ) -> Result<Answer, Failure> {
        self.readings += 1;
        let half = timeout / 2;
        let alarm = watch.set(&self.child, limit::left().map_or(half, |left| left.min(half)), stop);
        let input = self.input.as_mut().expect("its input is open until it is dropped");
        let answer = request.write(input).and_then(|()| Answer::read(&mut self.output));
        let rang = alarm.stop();
        match answer {
            Ok(answer) => Ok(answer),
            Err(_) if rang => Err(Failure::Failed(Reason::NotReadInTime { time: timeout })),
            Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                Err(Failure::Failed(Reason::Said(error.to_string())))
            }
            Err(_) => Err(Failure::Failed(Reason::WorkerEnded { how: Ended::from(self.end()) })),
        }
    }

    /// Kills it if it still runs, and waits for it so that it leaves no zombie.
    fn end(&mut self) -> Option<std::process::ExitStatus> {
        self.input = None;
        let mut child = lock(&self.child);
        // One that ended by itself keeps its own status.
        for _ in 0..20 {
            if let Ok(Some(status)) = child.try_wait() {
                return Some(status);
            }
            thread::sleep(Duration::from_millis(5));
        }
        let _ = child.kill();
        child.wait().ok()
    }

    /// The process id, so that a test can kill it.
    #[cfg(test)]
    pub(super) fn id(&self) -> u32 {
        lock(&self.child).id()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.end();
    }
}

fn spawn(launch: &Launch) -> Result<Child, Failure> {
    for program in &launch.programs {
        let mut command = Command::new(program);
        command.arg(&launch.languages).args(&launch.tessdata);
        command.envs(ENVIRONMENT);
        // Ctrl-C is for the parent, which then ends its workers in good order.
        command.process_group(0);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        match command.spawn() {
            Ok(child) => return Ok(child),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
                return Err(Failure::Missing(Missing::Permission(program.clone())));
            }
            // Out of processes or memory: may pass.
            Err(error) => return Err(Failure::Failed(Reason::NotStarted { said: error.to_string() })),
        }
    }
    let named = match launch.programs.as_slice() {
        [one] if one.components().count() > 1 => Some(one.clone()),
        _ => None,
    };
    Err(Failure::Missing(Missing::Worker(named)))
}

/// A poisoned lock only says that another reading panicked; the value is still whole.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Kills workers whose time is over, or whose work is to end. One thread sleeps for all workers of a pool.
#[derive(Debug)]
pub(super) struct Watch {
    shared: Arc<Shared>,
    thread: Option<thread::JoinHandle<()>>,
}

#[derive(Debug, Default)]
struct Shared {
    state: Mutex<Alarms>,
    changed: Condvar,
}

/// A worker that reads.
#[derive(Debug)]
struct Pending {
    /// When its time is over; `None` for a time too long for the clock.
    end: Option<Instant>,
    stop: Stop,
    child: Arc<Mutex<Child>>,
    /// Whether it was killed for either.
    rang: Arc<AtomicBool>,
}

#[derive(Debug, Default)]
struct Alarms {
    next: u64,
    pending: BTreeMap<u64, Pending>,
    closed: bool,
}

impl Watch {
    pub(super) fn start() -> Watch {
        let shared = Arc::new(Shared::default());
        let of_thread = Arc::clone(&shared);
        let thread = thread::spawn(move || of_thread.keep_watch());
        Watch { shared, thread: Some(thread) }
    }

    /// From now on `child` has `time`, or until `stop` is set; the alarm is stopped when it is dropped.
    fn set(&self, child: &Arc<Mutex<Child>>, time: Duration, stop: &Stop) -> Alarm<'_> {
        let rang = Arc::new(AtomicBool::new(false));
        let mut state = lock(&self.shared.state);
        let id = state.next;
        state.next += 1;
        let (child, stop) = (Arc::clone(child), stop.clone());
        let end = Instant::now().checked_add(time);
        state.pending.insert(id, Pending { end, stop, child, rang: Arc::clone(&rang) });
        drop(state);
        self.shared.changed.notify_one();
        Alarm { watch: self, id, rang }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        lock(&self.shared.state).closed = true;
        self.shared.changed.notify_one();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Shared {
    fn keep_watch(&self) {
        let mut state = lock(&self.state);
        while !state.closed {
            let now = Instant::now();
            let is_over = |work: &Pending| work.stop.is_set() || work.end.is_some_and(|end| end <= now);
            let over: Vec<u64> =
                state.pending.iter().filter(|(_, work)| is_over(work)).map(|(id, _)| *id).collect();
            for id in over {
                if let Some(Pending { child, rang, .. }) = state.pending.remove(&id) {
                    rang.store(true, Ordering::Release);
                    let _ = lock(&child).kill();
                }
            }
            state = if state.pending.is_empty() {
                self.changed.wait(state).unwrap_or_else(PoisonError::into_inner)
            } else {
                let next = state.pending.values().filter_map(|work| work.end).min();
                let time = next.map_or(STOP_INTERVAL, |end| end.saturating_duration_since(now));
                let time = time.min(STOP_INTERVAL);
                self.changed.wait_timeout(state, time).unwrap_or_else(PoisonError::into_inner).0
            };
        }
    }
}

/// A time limit that runs.
struct Alarm<'a> {
    watch: &'a Watch,
    id: u64,
    rang: Arc<AtomicBool>,
}

impl Alarm<'_> {
    /// Stops it and says whether it had rung, and so the worker was killed.
    fn stop(self) -> bool {
        lock(&self.watch.shared.state).pending.remove(&self.id);
        self.rang.load(Ordering::Acquire)
    }
}

impl Drop for Alarm<'_> {
    fn drop(&mut self) {
        lock(&self.watch.shared.state).pending.remove(&self.id);
    }
}
