"""The one thread of a record: in order, to the end, and whatever is raised."""

import atexit
import gc
import sys
import threading
import weakref

import pytest

from handbook.record.thread import OneThread


@pytest.fixture
def thread():
    made = OneThread("test")
    yield made
    made.end()


def test_jobs_are_done_one_after_another_in_one_thread(thread):
    done = []
    futures = [thread.submit(lambda n: (done.append(n), threading.get_ident()), number) for number in range(200)]
    found = {future.result(timeout=60)[1] for future in futures}
    assert done == list(range(200))
    assert len(found) == 1
    assert found != {threading.get_ident()}
    assert all(future.done() for future in futures)


def test_an_outcome_is_waited_for_and_told_to_who_asked_before_and_after(thread):
    go, told = threading.Event(), []
    future = thread.submit(go.wait)
    assert not future.done()
    with pytest.raises(TimeoutError):
        future.result(timeout=0)
    future.add_done_callback(lambda one: told.append(("before", one.result())))
    go.set()
    assert future.result(timeout=60) is True
    thread.submit(int).result(timeout=60)  # by now the first has been told
    future.add_done_callback(lambda one: told.append(("after", one.exception())))
    assert told == [("before", True), ("after", None)]


@pytest.mark.parametrize("kind", [ValueError, KeyboardInterrupt, SystemExit])
def test_what_a_job_raises_reaches_who_waits_and_the_thread_goes_on(thread, kind):
    def fail():
        raise kind("of this job")

    future = thread.submit(fail)
    for _ in range(2):
        with pytest.raises(kind, match="of this job"):
            future.result(timeout=60)
    assert isinstance(future.exception(), kind)
    assert thread.submit(lambda: 1).result(timeout=60) == 1


def test_a_fault_of_who_is_told_is_a_bug_and_the_thread_goes_on(thread, monkeypatch):
    heard = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, *_: heard.append(kind))
    go = threading.Event()
    future = thread.submit(go.wait)
    future.add_done_callback(lambda _: 1 / 0)
    go.set()
    assert thread.submit(lambda: 2).result(timeout=60) == 2
    future.add_done_callback(lambda _: {}["no"])
    assert heard == [ZeroDivisionError, KeyError]


def test_the_end_waits_for_what_was_submitted_and_takes_nothing_more():
    thread, go, done = OneThread("test"), threading.Event(), []
    thread.submit(go.wait)
    thread.submit(done.append, "last")
    threading.Timer(0.05, go.set).start()
    thread.end()
    assert done == ["last"]
    thread.end()
    with pytest.raises(RuntimeError):
        thread.submit(int)


def test_a_program_that_ends_without_closing_does_what_was_submitted(monkeypatch):
    wanted = []
    monkeypatch.setattr(atexit, "register", wanted.append)
    thread, done = OneThread("test"), []
    thread.submit(done.append, "written")
    (at_the_end,) = wanted
    at_the_end()
    assert done == ["written"]


def test_nothing_of_a_job_is_held_once_it_is_done(thread):
    class Held:
        pass

    def fail(_held):
        raise ValueError

    gc.disable()
    try:
        for job in (id, fail):
            one = Held()
            gone = weakref.ref(one)
            thread.submit(job, one).exception(timeout=60)
            del one
            thread.submit(int).result(timeout=60)
            assert gone() is None
    finally:
        gc.enable()
