package dev.telemetry.sample.report;

import java.math.BigDecimal;

/**
 * What was sold within a day.
 *
 * @param orders how many orders
 * @param revenue what they bring in
 */
record DailyReport(long orders, BigDecimal revenue) {

}
