package dev.telemetry.report;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which spans made a job long, by the shape of the tree.
 */
class CriticalPathTests {

	private final SpanTree tree = new SpanTree();

	private long[] path() {
		return CriticalPath.below(this.tree, 0);
	}

	@Test
	void aSpanWithoutChildrenIsAllOfIt() {
		this.tree.add(1, 0, 0, 100);
		assertThat(path()).containsExactly(100);
	}

	@Test
	void onePhaseAfterTheOtherIsOnItAndWhatIsBetweenIsOfTheJob() {
		this.tree.add(1, 0, 0, 100);
		this.tree.add(2, 1, 10, 40);
		this.tree.add(3, 1, 50, 90);
		assertThat(path()).containsExactly(30, 30, 40);
	}

	@Test
	void ofTasksSideBySideTheLastOneCounts() {
		this.tree.add(1, 0, 0, 100);
		this.tree.add(2, 1, 0, 100);
		this.tree.add(3, 1, 0, 80);
		this.tree.add(4, 1, 20, 90);
		assertThat(path()).containsExactly(0, 100, 0, 0);
	}

	@Test
	void tasksOnAPoolCountOneAfterTheOther() {
		this.tree.add(1, 0, 0, 100);
		this.tree.add(2, 1, 0, 50);
		this.tree.add(3, 1, 50, 100);
		this.tree.add(4, 1, 0, 40);
		this.tree.add(5, 1, 40, 90);
		assertThat(path()).containsExactly(0, 50, 50, 0, 0);
	}

	@Test
	void whatIsBelowAPhaseCountsForItself() {
		this.tree.add(1, 0, 0, 100);
		this.tree.add(2, 1, 0, 100);
		this.tree.add(3, 2, 20, 70);
		assertThat(path()).containsExactly(0, 50, 50);
	}

	@Test
	void workThatGoesOnAfterItsParentIsCutThere() {
		this.tree.add(1, 0, 0, 100);
		this.tree.add(2, 1, 0, 50);
		this.tree.add(3, 2, 10, 500);
		this.tree.add(4, 2, 60, 70);
		assertThat(path()).containsExactly(50, 10, 40, 0);
	}

	@Test
	void aClockThatWasSetBackHarmsNothing() {
		this.tree.add(1, 0, 100, 50);
		this.tree.add(2, 1, -10, 20);
		assertThat(path()).containsExactly(0, 0);
	}

	@Test
	void circlesAndParentsThatAreMissingAreNotFollowed() {
		this.tree.add(1, 3, 0, 100);
		this.tree.add(2, 1, 0, 50);
		this.tree.add(3, 2, 0, 10);
		this.tree.add(4, 4, 0, 10);
		this.tree.add(5, 99, 0, 10);
		assertThat(this.tree.parents()).containsExactly(-1, 0, 1, -1, -1);
		assertThat(path()).containsExactly(50, 40, 10, 0, 0);
	}

	@Test
	void aTreeMayHaveAnyDepthAndWidth() {
		int depth = 100_000;
		for (int i = 0; i < depth; i++) {
			this.tree.add(i + 1, i, 0, 1_000_000 - i);
		}
		for (int i = 0; i < depth; i++) {
			this.tree.add(depth + i + 1, 1, i, i + 1);
		}
		assertThat(path()).hasSize(2 * depth);
	}

	@Test
	void idsAreReadAsNumbers() {
		assertThat(SpanTree.id("00f067aa0ba902b7")).isEqualTo(0x00f067aa0ba902b7L);
		assertThat(SpanTree.id("ffffffffffffffff")).isEqualTo(-1);
		assertThat(SpanTree.id("not an id here!!")).isZero();
		assertThat(SpanTree.id("1")).isZero();
	}

}
