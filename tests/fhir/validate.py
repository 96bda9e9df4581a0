"""What is written as FHIR, judged by two validators of Python, and faults that they must find.

fhir.resources has the models of R4B (4.3.0), which has these resources as R4 has them; its models of R4 need a pydantic that
newer Pythons no longer run. pyfhircheck judges R4 (4.0.1).
"""

import copy
import importlib
import json
import os
import pathlib
import re
import sys

from pydantic import ValidationError
from pyfhircheck import Validator

FOLDER = pathlib.Path(os.environ["SUPPLE_FHIR"])
NAMES = ["questionnaire", "plan", "response", "bundle", "bundle-little", "collection", "year", "year-shared"]

# pyfhircheck takes the words of these elements for a narrative, which they have none of. The definitions of R4 have them,
# and so do the other validators.
NOT_UNKNOWN = re.compile(r"^(Questionnaire\.item|QuestionnaireResponse\.item|Composition\.section|MedicationStatement\.dosage)\[\d+\]\.text$")


def written(name):
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def ours(address):
    """Our Questionnaire, for the answers to be judged by it."""
    questionnaire = written("questionnaire")
    return questionnaire if address.split("|")[0] == questionnaire["url"] else None


CHECKER = Validator(external_reference_resolver=ours, reference_origin="https://supple.invalid")


def is_fault(issue):
    known = issue.code == "element.unknown" and NOT_UNKNOWN.match(issue.path or "")
    return issue.severity.value.lower() in ("error", "fatal") and not known


def by_models(resource):
    kind = resource["resourceType"]
    module = importlib.import_module(f"fhir.resources.R4B.{kind.lower()}")
    try:
        getattr(module, kind).model_validate(resource)
    except (ValidationError, ValueError) as error:
        return [str(error)]
    return []


def by_pyfhircheck(resource):
    report = CHECKER.validate_resource(resource)
    return [f"{issue.code} at {issue.path}: {issue.message}" for issue in report.issues if is_fault(issue)]


def first(bundle, kind):
    return next(entry["resource"] for entry in bundle["entry"] if entry["resource"]["resourceType"] == kind)


def conditional(questionnaire):
    items = [item for group in questionnaire["item"] for item in group["item"]]
    return next(item for item in items if "enableWhen" in item)


def deleted(thing, name):
    del thing[name]


# Each planted fault with the validators that look for its kind: the models know fields and their types, pyfhircheck also
# how resources hang together.
BOTH = [by_models, by_pyfhircheck]
PLANTED = [
    ("questionnaire", "no status", lambda it: deleted(it, "status"), BOTH),
    ("questionnaire", "an item without a linkId", lambda it: deleted(it["item"][0], "linkId"), BOTH),
    ("questionnaire", "a condition without a comparison", lambda it: deleted(conditional(it)["enableWhen"][0], "operator"), [by_models]),
    ("plan", "no status", lambda it: deleted(it, "status"), BOTH),
    ("plan", "a condition without a kind", lambda it: deleted(it["action"][0]["action"][0]["condition"][0], "kind"), [by_models]),
    ("response", "no status", lambda it: deleted(it, "status"), BOTH),
    ("response", "two values of one answer", lambda it: it["item"][0]["item"][0]["answer"][0].update(valueBoolean=True), [by_models]),
    ("response", "an answer to no question", lambda it: it["item"][0]["item"][0].update(linkId="x"), [by_pyfhircheck]),
    ("bundle", "an observation without a code", lambda it: deleted(first(it, "Observation"), "code"), [by_models]),
    ("bundle", "a study without a status", lambda it: deleted(first(it, "ResearchStudy"), "status"), BOTH),
    ("bundle", "a study in a state of no value set", lambda it: first(it, "ResearchStudy").update(status="stopped"), [by_pyfhircheck]),
    ("bundle", "an arm without a name", lambda it: deleted(first(it, "ResearchStudy")["arm"][0], "name"), [by_models]),
    ("bundle", "a field of no resource", lambda it: first(it, "Patient").update(nickname="x"), BOTH),
    ("bundle", "a document whose first entry is no Composition", lambda it: it["entry"].pop(0), [by_pyfhircheck]),
    ("collection", "no type", lambda it: deleted(it, "type"), BOTH),
]


def main():
    failures = []
    for name in NAMES:
        for validator in BOTH:
            for fault in validator(written(name)):
                failures.append(f"{name}, {validator.__name__}: {fault}")
    for name, what, plant, validators in PLANTED:
        spoilt = copy.deepcopy(written(name))
        plant(spoilt)
        for validator in validators:
            if not validator(spoilt):
                failures.append(f"{name}, {validator.__name__}: {what} is not found")
    for failure in failures:
        print(failure)
    print(f"{len(NAMES)} files and {len(PLANTED)} planted faults, {len(failures)} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
