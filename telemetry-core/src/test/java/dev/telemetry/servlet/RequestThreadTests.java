package dev.telemetry.servlet;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.context.Context;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import dev.telemetry.decision.RootDecider;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which thread works on a request, whichever of them comes and goes first.
 */
class RequestThreadTests {

	private final MockHttpServletRequest request = new MockHttpServletRequest();

	private final ServerExchange exchange = new ServerExchange(this.request, new MockHttpServletResponse(),
			Context.root(), null, RootDecider.BY_SAMPLER, 0, 0);

	RequestThreadTests() {
		this.exchange.attach();
	}

	@Test
	void theThreadOfAnotherPoolIsKnownUntilItLeaves() throws Exception {
		this.exchange.enter();
		elsewhere(() -> {
			RequestWork work = RequestThread.enter(this.request);
			assertThat(this.exchange.worker()).isSameAs(Thread.currentThread());
			work.leave();
			assertThat(this.exchange.worker()).isNull();
		});
	}

	@Test
	void theThreadOfTheContainerThatLeavesLaterDoesNotTakeItAway() throws Exception {
		this.exchange.enter();
		elsewhere(() -> RequestThread.enter(this.request));
		this.exchange.leave();
		assertThat(this.exchange.worker()).isNotNull().isNotSameAs(Thread.currentThread());
	}

	@Test
	void oneThatLeavesAfterATimeoutDoesNotTakeTheThreadOfTheContainerAway() throws Exception {
		elsewhere(() -> {
			RequestWork work = RequestThread.enter(this.request);
			try {
				elsewhere(this.exchange::enter);
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
			work.leave();
		});
		assertThat(this.exchange.worker()).isNotNull();
	}

	@Test
	void aThreadThatWorksOnItAnywayStaysItsThread() {
		this.exchange.enter();
		assertThat(RequestThread.enter(this.request)).isNull();
		assertThat(this.exchange.worker()).isSameAs(Thread.currentThread());
	}

	@Test
	void aRequestThatIsNotObservedHasNoThread() {
		assertThat(RequestThread.enter(new MockHttpServletRequest())).isNull();
	}

	private static void elsewhere(Runnable work) throws Exception {
		CompletableFuture<Void> done = new CompletableFuture<>();
		Thread thread = new Thread(() -> {
			try {
				work.run();
				done.complete(null);
			}
			catch (Throwable ex) {
				done.completeExceptionally(ex);
			}
		});
		thread.start();
		done.get(10, TimeUnit.SECONDS);
	}

}
