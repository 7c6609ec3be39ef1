package dev.telemetry.sample.demo;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DemoTrafficTests {

	private static final Duration LONG = Duration.ofMinutes(10);

	private static final Duration SHORT = Duration.ofMillis(1);

	private final CountDownLatch visits = new CountDownLatch(2);

	private DemoTraffic traffic;

	@AfterEach
	void closeTraffic() {
		this.traffic.close();
	}

	@Test
	void visitsFollowOneAnother() throws Exception {
		open(this.visits::countDown, SHORT, LONG);
		assertThat(this.visits.await(10, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void aFailedVisitIsFollowedByTheNext() throws Exception {
		open(() -> {
			this.visits.countDown();
			throw new IOException("shop does not answer");
		}, SHORT, LONG);
		assertThat(this.visits.await(10, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void trafficEndsWhenItsTimeIsOver() throws Exception {
		open(this.visits::countDown, SHORT, Duration.ofMillis(20));
		assertThat(this.traffic.awaitEnd(Duration.ofSeconds(10))).isTrue();
	}

	@Test
	void closingEndsAPause() throws Exception {
		open(this.visits::countDown, LONG, LONG);
		this.traffic.close();
		assertThat(this.traffic.awaitEnd(Duration.ofSeconds(10))).isTrue();
	}

	@Test
	void closingEndsAVisit() throws Exception {
		CountDownLatch visiting = new CountDownLatch(1);
		open(() -> {
			visiting.countDown();
			new CountDownLatch(1).await();
		}, SHORT, LONG);
		assertThat(visiting.await(10, TimeUnit.SECONDS)).isTrue();
		this.traffic.close();
		assertThat(this.traffic.awaitEnd(Duration.ofSeconds(10))).isTrue();
	}

	private void open(DemoTraffic.Visitor visitor, Duration pause, Duration duration) {
		this.traffic = new DemoTraffic(visitor, new DemoProperties(pause, duration));
		this.traffic.open();
	}

}
