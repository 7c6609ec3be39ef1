package dev.telemetry.export.disk;

import java.nio.file.Path;

import dev.telemetry.health.LossReason;

/**
 * Listens for spans that a spool finds or loses. Called on the exporting thread.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public interface SpoolListener {

	/**
	 * Notes spans that an earlier process has left.
	 * @param spans the number of spans
	 */
	void found(int spans);

	/**
	 * Notes spans that waited and are lost.
	 * @param reason why the spans are lost
	 * @param spans the number of spans
	 */
	void lost(LossReason reason, int spans);

	/**
	 * Notes a file with damaged batches, which have been counted as lost.
	 * @param file the file
	 */
	void damaged(Path file);

	/**
	 * Notes a file that is left as it is. Called once for each file.
	 * @param file the file
	 * @param why the reason
	 */
	void leftAlone(Path file, String why);

}
