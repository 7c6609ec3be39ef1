package dev.telemetry.autoconfigure.job;

import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.context.ContextSnapshotFactory;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a task holds is looked through with a limit.
 */
class TaskOriginTests {

	@Test
	void eachTaskThatATaskHoldsIsLookedAtOnce() {
		Node[] nodes = { new Node(), new Node(), new Node() };
		for (Node node : nodes) {
			node.left = nodes[0];
			node.right = nodes[1];
			node.parent = nodes[2];
		}
		AtomicInteger looks = new AtomicInteger();
		assertThat(TaskOrigin.holds(nodes[0], (task) -> looks.incrementAndGet() < 0)).isFalse();
		assertThat(looks.get()).isLessThan(20);
		assertThat(TaskOrigin.holds(nodes[0], (task) -> task == nodes[2])).isTrue();
	}

	@Test
	void aTaskIsFoundWithinWhatCarriesAContextToItsThread() {
		Node task = new Node();
		assertThat(TaskOrigin.of(Context.root().wrap(task))).isSameAs(task);
		assertThat(TaskOrigin.of(ContextSnapshotFactory.builder().build().captureAll().wrap(task))).isSameAs(task);
	}

	static class Node implements Runnable {

		@Nullable Runnable left;

		@Nullable Runnable right;

		@Nullable Runnable parent;

		@Override
		public void run() {
		}

	}

}
