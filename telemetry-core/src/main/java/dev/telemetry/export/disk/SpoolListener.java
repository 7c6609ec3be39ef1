package dev.telemetry.export.disk;

import java.nio.file.Path;

import dev.telemetry.health.LossReason;

/**
 * Is told of spans that a spool finds and loses. Called on the exporting thread.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public interface SpoolListener {

	/**
	 * Takes note of spans that an earlier process has left.
	 * @param spans how many
	 */
	void found(int spans);

	/**
	 * Takes note of spans that waited and are lost.
	 * @param reason why
	 * @param spans how many
	 */
	void lost(LossReason reason, int spans);

	/**
	 * Takes note of a file in which batches are damaged. They have been counted.
	 * @param file the file
	 */
	void damaged(Path file);

	/**
	 * Takes note of a file that is left as it is. Called once for each.
	 * @param file the file
	 * @param why why it is
	 */
	void leftAlone(Path file, String why);

}
