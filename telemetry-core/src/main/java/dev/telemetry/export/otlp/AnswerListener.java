package dev.telemetry.export.otlp;

/**
 * Is told what an OTLP backend answered to one batch. Called on threads of the exporter,
 * before the exporter itself knows the result.
 */
public interface AnswerListener {

	/**
	 * The backend accepted the batch, but refused some of its records.
	 * @param number how many
	 */
	void rejected(long number);

	/**
	 * The backend did not accept the batch.
	 * @param status what it answered, in words of this project and never its own
	 * @param refused whether it would not take this batch at any other time either
	 */
	void answered(String status, boolean refused);

}
