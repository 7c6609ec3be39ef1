package dev.telemetry.sample.docs;

import java.io.IOException;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import dev.telemetry.worker.Workers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page about workers shows code that works.
 */
class WorkerSnippetsTests {

	@Test
	void eachSnippetIsHere() throws IOException {
		String here = PageSnippets.sources(Scoring.class);
		assertThat(PageSnippets.of("workers.md")).isNotEmpty()
			.allSatisfy((snippet) -> assertThat(here).contains(snippet));
	}

	@Test
	void aProcessIsStartedAndFollowed() throws Exception {
		Path java = Path.of(System.getProperty("java.home"), "bin", "java");
		assertThat(new Scoring(Workers.noop()).score(new ProcessBuilder(java.toString(), "-version"))).isZero();
	}

}
